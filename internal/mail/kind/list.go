// The list itself: one entry for each sort of letter. A name that has been in use stays: the log holds it.

package kind

import "frivilligsentral/internal/i18n"

// Letters to those who log in.
var (
	Login         = add("login", i18n.Mark("Innlogging"), AboutAccount, ByStranger, awaited, limited)
	Invited       = add("invitation", i18n.Mark("Invitasjon"), AboutInvitation, ByOther, unproved)
	EmailChange   = add("email-change", i18n.Mark("Bytte av e-postadresse"), AboutAccount, ByReceiver, unproved, awaited)
	EmailChanged  = add("email-changed", i18n.Mark("Bytte av e-postadresse"), AboutAccount, ByReceiver)
	AccountEnded  = add("account-ended", i18n.Mark("Avsluttet konto"), AboutAccount, ByReceiver)
	WorkWaiting   = add("waiting", i18n.Mark("Om det som venter"), AboutAccount, ByPortal)
	NewSubstitute = add("signup-substitute", i18n.Mark("E-post"), AboutActivity, ByOther)
)

// Letters to groups about themselves and their activities.
var (
	OrganisationReceived = add("organisation.received", i18n.Mark("Svar til lag eller forening"), AboutOrganisation, ByStranger)
	OrganisationApproved = add("organisation.approved", i18n.Mark("Svar til lag eller forening"), AboutOrganisation, ByOther)
	OrganisationRefused  = add("organisation.refused", i18n.Mark("Svar til lag eller forening"), AboutOrganisation, ByOther)
	OrganisationConfirm  = add("organisation.confirm", i18n.Mark("Årlig bekreftelse"), AboutOrganisation, ByPortal)
	ActivityApproved     = add("activity-approved", i18n.Mark("Svar om en aktivitet"), AboutActivity, ByOther)
	ActivityOffer        = add("activity-offer", i18n.Mark("Beskjed om type tilbud"), AboutActivity, ByPortal)
	ActivityRefused      = add("activity-refused", i18n.Mark("Svar om en aktivitet"), AboutActivity, ByOther)
)

// Letters to residents about a sign-up.
var (
	SignUpConfirm        = add("registration-confirm", i18n.Mark("Påmelding"), AboutRegistration, ByStranger)
	SignUpConfirmed      = add("registration-confirmed", i18n.Mark("Påmelding"), AboutRegistration, ByReceiver)
	SignUpWaiting        = add("registration-waiting", i18n.Mark("Påmelding"), AboutRegistration, ByReceiver)
	SignUpGuardian       = add("registration-guardian", i18n.Mark("Påmelding"), AboutRegistration, ByStranger)
	SignUpChanged        = add("registration-changed", i18n.Mark("Påmelding"), AboutRegistration, ByPortal)
	SignUpCancelled      = add("registration-cancelled", i18n.Mark("Påmelding"), AboutRegistration, ByPortal)
	SignUpOffer          = add("registration-offer", i18n.Mark("Påmelding"), AboutRegistration, ByPortal)
	SignUpExpired        = add("registration-expired", i18n.Mark("Påmelding"), AboutRegistration, ByPortal)
	SignUpReminder       = add("registration-reminder", i18n.Mark("Påmelding"), AboutRegistration, ByPortal, canDecline("reminder"))
	SignUpThanks         = add("registration-thanks", i18n.Mark("Påmelding"), AboutRegistration, ByPortal, canDecline("thanks"))
	SignUpMessage        = add("registration-message", i18n.Mark("Påmelding"), AboutRegistration, ByOther)
	SignUpAddress        = add("registration-address", i18n.Mark("Påmelding"), AboutRegistration, ByReceiver, unproved, awaited)
	SignUpAddressChanged = add("registration-address-changed", i18n.Mark("Påmelding"), AboutRegistration, ByReceiver)
	SignUpLink           = add("registration-link", i18n.Mark("Påmelding"), AboutRegistration, ByStranger, awaited, bundled)
)

// OwnDataLink opens what is held about an address.
var OwnDataLink = add("own-data", i18n.Mark("E-post"), AboutOwnData, ByStranger, awaited)

// PageReportAnswer is what staff answer whoever told of a page, at the address that she typed.
var PageReportAnswer = add("page-report-answer", i18n.Mark("Svar på en melding om en side"), AboutPageReport, ByOther, unproved)
