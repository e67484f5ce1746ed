namespace VaeMlNet;

/// <summary>Writes features: the decoder's means as they are. Features are never sampled.</summary>
internal sealed class UnchangedDraw : ColumnDraw
{
    /// <param name="column">The column of the features.</param>
    public UnchangedDraw(VaeColumn column)
        : base(column, firstSlot: 0)
    {
        Parameters = [Parameters[0]];
    }

    public override void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index) =>
        decoded[0].CopyTo(values.Row<float>(index, decoded.Row));
}
