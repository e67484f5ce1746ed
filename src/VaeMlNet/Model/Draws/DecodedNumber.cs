namespace VaeMlNet;

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

    /// <summary>Returns a value of a parameter besides the mean that has a width of its own.</summary>
    public double Other(int parameter, int place) => row[1 + parameter][place];
}
