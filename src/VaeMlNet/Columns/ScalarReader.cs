using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads a scalar column into an input of width 1.</summary>
internal sealed class ScalarReader<T>(int index, ValueGetter<T> getter) : InputReader
    where T : struct
{
    public override bool Read(StepBatch batch, int row)
    {
        getter(ref batch.Input<T>(index, row)[0]);
        return true;
    }
}
