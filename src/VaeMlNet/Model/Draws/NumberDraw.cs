namespace VaeMlNet;

/// <summary>Writes numbers: the decoder's means, or draws from the column's likelihood.</summary>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">Number of the column's first slot, which its random numbers belong to.</param>
/// <param name="clamps">True to keep values within the range of the training data.</param>
internal sealed class NumberDraw(VaeColumn column, int firstSlot, bool clamps) : ColumnDraw(column, firstSlot)
{
    private readonly ColumnLikelihood.DrawNumber draw = ColumnLikelihood.Get(column).Draw!;

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var x = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            var number = new DecodedNumber(Column, decoded, i);
            x[i] = random is { } row ? (float)draw(number, row, FirstSlot + i) : (float)number.Mean;
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
