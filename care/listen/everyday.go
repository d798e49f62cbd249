package listen

import "strings"

// everyday are words that nearly every text of some language has. They mean no brand unless something shows it.
const everyday = `
the a an and of to in is it i you for on that this my me at be are was with so not have do we he they as but
de la que el en y los las se un una por con no es lo al del su o e os da do um uma em para
le les et des est du au je ne pas une il qui dans pour sur
der die das und ist ich nicht ein eine zu den mit auf von es im dem
di che per il gli sono non het een van en dat ik niet is og det er jeg att det som på i og
bir ve bu da yang dan ini itu di ke na si je to se w z ja
и в не на я что с как а это ты он в من في على و है के में की का και το να η`

func everydayWords(f *folder) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(everyday) {
		words[f.fold(w)] = true
	}
	return words
}
