namespace VaeMlNet;

/// <summary>Writes keys, which count from 1: samples with the decoder's probabilities, or the most probable key.</summary>
internal sealed class KeyDraw(VaeColumn column, int firstSlot) : ColumnDraw(column, firstSlot)
{
    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index)
    {
        var probabilities = decoded[0];
        var category = random is { } row ? row.Category(FirstSlot, probabilities) : MostProbable(probabilities);
        values.Row<uint>(index, decoded.Row)[0] = (uint)category + 1;
    }

    /// <summary>Returns the index of the largest probability, the first of equal ones.</summary>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var most = 0;
        for (var k = 1; k < probabilities.Length; k++)
        {
            most = probabilities[k] > probabilities[most] ? k : most;
        }

        return most;
    }
}
