namespace VaeMlNet;

/// <summary>A likelihood of single slots: the density with its name and its values.</summary>
internal interface IFormula : IDensity
{
    /// <summary>Gets the name in the manifest.</summary>
    string Name { get; }

    /// <summary>Gets the values that a slot may have.</summary>
    AllowedValues Values => AllowedValues.Finite;

    /// <summary>Gets the degrees of freedom, for the manifest; null if the likelihood has none.</summary>
    double? DegreesOfFreedom => null;
}

/// <summary>A likelihood of numbers of a table, whose variance is known and from which numbers can be drawn.</summary>
internal interface INumberFormula : IFormula
{
    /// <summary>Returns the parameters of the density for those that decoder.onnx gives.</summary>
    SlotParameters<Number> FromDecoded(DecodedParameters decoded);

    /// <summary>Returns the variance of p(x|z).</summary>
    double Variance(DecodedParameters decoded);

    /// <summary>Samples a number from p(x|z).</summary>
    /// <param name="decoded">The parameters of p(x|z).</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="slot">The slot whose random numbers are used.</param>
    double Draw(DecodedParameters decoded, RowRandom random, int slot);
}

/// <summary>The outputs of decoder.onnx for one slot, in the unit of the data.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="First">The first one of <see cref="IDensity.OtherParameters"/>; NaN without it.</param>
/// <param name="Second">The second one; NaN without it.</param>
internal readonly record struct DecodedParameters(double Mean, double First = double.NaN, double Second = double.NaN);
