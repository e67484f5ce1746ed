namespace VaeMlNet;

/// <summary>The association of two columns in real and in synthetic rows.</summary>
/// <param name="FirstColumn">The name of a column, as in <see cref="VaeColumnQuality.Name"/>.</param>
/// <param name="SecondColumn">The name of another column.</param>
/// <param name="Real">
/// The association in the real rows. For two numbers it is Pearson's correlation, -1 to 1. For two categories it is Cramer's V,
/// and for a category and a number the correlation ratio, both 0 to 1 and corrected for bias. It is 0 if a column is constant.
/// </param>
/// <param name="Synthetic">The association in the synthetic rows.</param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeAssociationDifference(string FirstColumn, string SecondColumn, double Real, double Synthetic)
{
    /// <summary>Gets the absolute difference, 0 to 2.</summary>
    public double Difference => Math.Abs(Real - Synthetic);
}
