namespace VaeMlNet;

/// <summary>
/// Writes numbers: samples from the column's likelihood, or the decoder's means, with the decimals of the training values for bins.
/// </summary>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">The number of the column's first slot. It selects the random numbers of the column.</param>
/// <param name="clamps">True to clamp values to the range of the training data.</param>
internal sealed class NumberDraw(VaeColumn column, int firstSlot, bool clamps) : ColumnDraw(column, firstSlot)
{
    private readonly ColumnLikelihood.DrawNumber drawNumber = ColumnLikelihood.Get(column).Draw!;

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var x = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Draw(decoded, random, i);
        }
    }

    public override void WriteSlot(DecodedRow decoded, RowRandom random, TypedRows values, int index, int slot) =>
        values.Row<float>(index, decoded.Row)[slot] = Draw(decoded, random, slot);

    private float Draw(DecodedRow decoded, RowRandom? random, int slot)
    {
        var number = new DecodedNumber(Column, decoded, slot);
        var value =
            random is { } row ? (float)drawNumber(number, row, FirstSlot + slot)
            : Column.Bins is { } bins ? bins[slot].ToPossible(number.Mean)
            : (float)number.Mean;
        return clamps ? Math.Clamp(value, (float)Column.Minimum, (float)Column.Maximum) : value;
    }
}
