import { say } from './say.ts'
import { type TestId, testId } from './testids.ts'

interface Props {
  id: TestId
  /** What is done on a yes. */
  yes: string
  onYes: () => void
  onNo: () => void
}

/** The two buttons below a question. */
export function YesOrNo({ id, yes, onYes, onNo }: Props) {
  return (
    <p class="proof-buttons">
      <button {...testId(id)} type="button" onClick={onYes}>
        {yes}
      </button>
      <button type="button" onClick={onNo}>
        {say('proof.cancel')}
      </button>
    </p>
  )
}
