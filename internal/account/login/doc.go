// Package login is how somebody proves who she is: a mailed link and a code, each
// good once, for ten minutes, in the browser that asked. What comes of it is a
// session, which account knows.
package login
