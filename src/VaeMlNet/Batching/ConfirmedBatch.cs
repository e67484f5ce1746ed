namespace VaeMlNet;

/// <summary>
/// A batch of a model that declares a batch axis. The first run compares a few rows with the same rows alone. If the results
/// differ, or if the model cannot run a batch, each row runs alone when it is read.
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

    public override RowValues Input(int input, int row) => batch.Inputs.Rows(input, row, 1);

    public override RowValues Output(int output, int row)
    {
        if (!isRowByRow)
        {
            return batch.Output(output, row);
        }

        RunAlone(row);
        return single.Output(output, 0);
    }

    public override void Run(int rowCount)
    {
        rowOfSingle = -1;
        // A single row cannot show whether rows depend on each other.
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
            // Either the model cannot run batches, or a bad row makes this batch fail. Rows then run alone, so that only the
            // bad row fails, and only if it is read.
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
            single.Run(1);
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
        // Sums along the batch change the last row, sums from the end change the first row, and other mixtures change rows
        // between.
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
