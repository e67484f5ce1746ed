using System.Runtime.InteropServices;

namespace VaeMlNet.Tests;

/// <summary>A row with one column of numbers.</summary>
internal sealed class OneColumn(int width) : StepBatch
{
    public float[] Slots { get; } = new float[width];

    public override RowValues Input(int input, int row) => new(MemoryMarshal.AsBytes(Slots.AsSpan()));

    public override RowValues Output(int output, int row) => default;

    public override void Run(int rowCount) { }

    public override void Dispose() { }
}
