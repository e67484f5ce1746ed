namespace VaeMlNet;

/// <summary>A batch of one row. Its outputs can have any shape.</summary>
internal sealed class OneRowBatch(RowRun run) : StepBatch
{
    public override RowValues Input(int input, int row) => run.Inputs.Rows(input, row, 1);

    public override RowValues Output(int output, int row) => run.Output(output);

    public override void Run(int rowCount) => run.Run();

    public override void Dispose() => run.Dispose();
}
