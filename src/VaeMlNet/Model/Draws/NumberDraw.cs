namespace VaeMlNet;

/// <summary>
/// Writes numbers: samples from the column's likelihood, or the decoder's means, with the decimals of the training values for bins.
/// </summary>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">The number of the column's first slot. It selects the random numbers of the column.</param>
/// <param name="clamps">True to clamp values to the range of the training data.</param>
internal sealed class NumberDraw(VaeColumn column, int firstSlot, bool clamps) : ColumnDraw(column, firstSlot)
{
    private readonly ColumnLikelihood.DrawNumber draw = ColumnLikelihood.Get(column).Draw!;

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var x = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            var number = new DecodedNumber(Column, decoded, i);
            x[i] =
                random is { } row ? (float)draw(number, row, FirstSlot + i)
                : Column.Bins is { } bins ? bins[i].ToPossible(number.Mean)
                : (float)number.Mean;
        }

        if (clamps)
        {
            Clamp(x);
        }
    }

    private void Clamp(Span<float> x)
    {
        foreach (ref var value in x)
        {
            value = Math.Clamp(value, (float)Column.Minimum, (float)Column.Maximum);
        }
    }
}
