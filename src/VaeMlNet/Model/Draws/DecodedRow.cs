namespace VaeMlNet;

/// <summary>The outputs of the decoder for one row.</summary>
/// <param name="decoder">The batch that ran.</param>
/// <param name="row">The place of the row in the batch.</param>
/// <param name="first">The index of the decoder output that is the column's first parameter.</param>
internal readonly struct DecodedRow(OnnxBatch decoder, int row, int first)
{
    public int Row => row;

    /// <summary>Gets one of the column's parameters: [width].</summary>
    public ReadOnlySpan<float> this[int parameter] => decoder.Output<float>(first + parameter, row);
}
