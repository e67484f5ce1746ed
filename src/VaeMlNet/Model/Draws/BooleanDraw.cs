namespace VaeMlNet;

/// <summary>Writes Booleans: samples with the decoder's probability, or true if it is above 1/2.</summary>
internal sealed class BooleanDraw(VaeColumn column, int firstSlot) : ColumnDraw(column, firstSlot)
{
    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var probability = decoded[0][0];
        values.Row<bool>(index, decoded.Row)[0] = random is { } row
            ? row.Uniform(FirstSlot) < probability
            : probability > 0.5f;
    }
}
