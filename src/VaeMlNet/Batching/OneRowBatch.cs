namespace VaeMlNet;

/// <summary>A batch of one row. Its outputs can have any shape.</summary>
internal sealed class OneRowBatch(RowRun run) : StepBatch
{
    protected override TensorSet FindInput(ref int input) => run.Inputs;

    public override ReadOnlySpan<T> Output<T>(int output, int row) => run.Output<T>(output);

    public override void Run(int rowCount) => run.Run();

    public override void Dispose() => run.Dispose();
}
