namespace VaeMlNet;

/// <summary>The outputs of the decoder for one row.</summary>
/// <param name="decoder">The batch that ran.</param>
/// <param name="row">The row's place in it.</param>
/// <param name="first">The index of the decoder's output that is a column's first parameter.</param>
internal readonly struct DecodedRow(OnnxBatch decoder, int row, int first)
{
    public int Row => row;

    /// <summary>One of the column's parameters: [width].</summary>
    public ReadOnlySpan<float> this[int parameter] => decoder.Output<float>(first + parameter, row);
}
