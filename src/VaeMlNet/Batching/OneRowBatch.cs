namespace VaeMlNet;

/// <summary>A batch of one row. Its outputs can have any shape.</summary>
internal sealed class OneRowBatch(RowRun run) : StepBatch
{
    public override Span<T> Input<T>(int input, int row) => run.Inputs.Rows<T>(input, row, 1);

    public override ReadOnlySpan<T> Output<T>(int output, int row) => run.Output<T>(output);

    public override void Run(int rowCount) => run.Run();

    public override void Dispose() => run.Dispose();
}
