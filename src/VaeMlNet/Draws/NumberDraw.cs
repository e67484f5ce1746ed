namespace VaeMlNet;

/// <summary>Numbers: the decoder's mean, with normal or Student's t noise about it where they are drawn.</summary>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">Number of the column's first slot, which its random numbers belong to.</param>
/// <param name="clamps">Whether values stay within what the training data held.</param>
internal sealed class NumberDraw(VaeColumn column, int firstSlot, bool clamps) : ColumnDraw(column, firstSlot)
{
    private const int Mean = 0;
    private const int Spread = 1;

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var x = values.Row<float>(index, decoded.Row);
        decoded[Mean].CopyTo(x);
        if (random is { } row)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (float)(x[i] + Noise(decoded, row, i));
            }
        }

        if (clamps)
        {
            Clamp(x);
        }
    }

    private double Noise(DecodedRow decoded, RowRandom random, int i) =>
        Column.Likelihood switch
        {
            VaeColumn.Gaussian => Math.Sqrt(decoded[Spread][i]) * random.Normal(FirstSlot + i),
            VaeColumn.StudentT => decoded[Spread][i] * random.StudentT(FirstSlot + i, Column.DegreesOfFreedom!.Value),
            // Variance 1 of the standardised value.
            _ => Column.Scales![i] * random.Normal(FirstSlot + i),
        };

    private void Clamp(Span<float> x)
    {
        foreach (ref var value in x)
        {
            value = Math.Clamp(value, (float)Column.Minimum, (float)Column.Maximum);
        }
    }
}
