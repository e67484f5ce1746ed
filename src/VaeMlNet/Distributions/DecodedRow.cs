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

/// <summary>The parameters of p(x|z) of one number of a table, in the unit of its column.</summary>
/// <param name="column">The column.</param>
/// <param name="row">The outputs of decoder.onnx for the column: its mean, then the other parameters of its likelihood.</param>
/// <param name="index">The place of the number in the column.</param>
internal readonly struct DecodedNumber(VaeColumn column, DecodedRow row, int index)
{
    public VaeColumn Column => column;

    public int Index => index;

    public double Mean => row[0][index];

    /// <summary>Returns a parameter besides the mean, in the order of <see cref="ColumnLikelihood.OtherOutputs"/>.</summary>
    public double Other(int parameter) => row[1 + parameter][index];

    /// <summary>Returns all values of a parameter besides the mean that has a width of its own.</summary>
    public ReadOnlySpan<float> Others(int parameter) => row[1 + parameter];

    /// <summary>Returns a value of a parameter besides the mean that has a width of its own.</summary>
    public double Other(int parameter, int place) => row[1 + parameter][place];
}
