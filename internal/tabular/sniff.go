// Which separator a text uses.

package tabular

import "strings"

// sniff guesses the separator: the one that cuts most of the first records into equally many cells, and most cells when
// two do. Semicolon is what Excel in Norway writes, and the answer when there is no separator.
func sniff(text string) byte {
	const enough = 64 << 10
	sample := text
	if len(sample) > enough {
		sample = sample[:enough]
	}
	best, bestScore := byte(';'), 0.0
	for _, sep := range []byte{';', '\t', ',', '|'} {
		if !strings.Contains(sample, string(sep)) {
			continue
		}
		if score := evenness(sample, sep); score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

// evenness is the share of records that have the commonest number of cells (two at least), weighed a little by how many
// cells that is. Titles above the header are few, so they do not decide.
func evenness(sample string, sep byte) float64 {
	const records, columns = 100, 300
	p := parser{text: sample, sep: sep}
	counts, total := map[int]int{}, 0
	for p.at < len(p.text) && total < records {
		cells := p.record(columns)
		if filled(cells) == 0 {
			continue
		}
		counts[len(cells)]++
		total++
	}
	best := 0.0
	for cells, n := range counts {
		if cells >= 2 {
			best = max(best, float64(n)/float64(total)*(1+float64(min(cells, 20))/20))
		}
	}
	return best
}
