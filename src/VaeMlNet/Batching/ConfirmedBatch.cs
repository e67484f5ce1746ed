namespace VaeMlNet;

/// <summary>
/// A batch of a model that declares a batch axis. The first run compares a few rows with the same rows alone; where they differ,
/// or the model cannot run a batch, rows are run one by one, each when it is asked for.
/// </summary>
internal sealed class ConfirmedBatch(
    OnnxBatch batch,
    RowRun single,
    RowIndependence independence,
    GraphTensor[] outputs
) : StepBatch
{
    private bool isRowByRow;
    private int rowOfSingle = -1;

    public override Span<T> Input<T>(int input, int row) => batch.Input<T>(input, row);

    public override ReadOnlySpan<T> Output<T>(int output, int row)
    {
        if (!isRowByRow)
        {
            return batch.Output<T>(output, row);
        }

        RunAlone(row);
        return single.Output<T>(output);
    }

    public override void Run(int rowCount)
    {
        rowOfSingle = -1;
        // One row alone cannot show whether rows depend on each other.
        isRowByRow = independence.IsRefuted || (rowCount == 1 && !independence.IsConfirmed);
        if (isRowByRow)
        {
            return;
        }

        try
        {
            batch.Run(rowCount);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // Either no batch can be run, or one bad row spoils this one: a row that nobody asks for harms nobody.
            isRowByRow = true;
            RefuteIfRowsRunAlone(rowCount, e);
        }

        if (!isRowByRow && !independence.IsConfirmed)
        {
            Compare(rowCount);
        }
    }

    public override void Dispose()
    {
        batch.Dispose();
        single.Dispose();
    }

    private void RunAlone(int row)
    {
        if (rowOfSingle != row)
        {
            rowOfSingle = -1;
            single.Inputs.CopyRow(batch.Inputs, row, 0);
            single.Run();
            rowOfSingle = row;
        }
    }

    private void RefuteIfRowsRunAlone(int rowCount, InvalidOperationException failure)
    {
        try
        {
            RunAlone(0);
            RunAlone(rowCount - 1);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            return;
        }

        independence.Refute(FormattableString.Invariant($"a batch of {rowCount} rows failed ({failure.Reason()})."));
    }

    private void Compare(int rowCount)
    {
        // Sums along the batch show in the last row, those from the end in the first; and ranges of the batch in others.
        int[] rows = [0, rowCount / 3, 2 * rowCount / 3, rowCount - 1];
        foreach (var row in rows.Distinct())
        {
            RunAlone(row);
            for (var i = 0; i < outputs.Length; i++)
            {
                var type = ElementType.Find(outputs[i].ElementType)!;
                if (!type.Use(new RowComparison(batch, single, i, row)))
                {
                    isRowByRow = true;
                    independence.Refute(
                        FormattableString.Invariant(
                            $"output '{outputs[i].Name}' of row {row} of a batch differs from that of the same row alone."
                        )
                    );
                    return;
                }
            }
        }

        independence.Confirm();
    }
}
