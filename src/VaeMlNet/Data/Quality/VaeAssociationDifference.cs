namespace VaeMlNet;

/// <summary>The association of two columns in real and in synthetic rows.</summary>
/// <param name="FirstColumn">Name of a column, as in <see cref="VaeColumnQuality.Name"/>.</param>
/// <param name="SecondColumn">Name of another one.</param>
/// <param name="Real">
/// The association in the real rows: of two numbers Pearson's correlation, -1 to 1; of two categories Cramer's V and of a
/// category and a number the correlation ratio, both 0 to 1 and corrected for bias. 0 where a column is constant.
/// </param>
/// <param name="Synthetic">The same in the synthetic rows.</param>
/// <remarks>Immutable, hence thread-safe.</remarks>
public sealed record VaeAssociationDifference(string FirstColumn, string SecondColumn, double Real, double Synthetic)
{
    /// <summary>The absolute difference, 0 to 2.</summary>
    public double Difference => Math.Abs(Real - Synthetic);
}
