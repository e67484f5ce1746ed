using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The labels that training reads, and what it does with them.</summary>
/// <remarks>
/// Only some rows need a label. The encoder never reads labels, so no step needs the column. In JSON, the member <c>kind</c> names the use of the
/// labels. Thread safety: immutable.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SemiSupervisedLabelOptions), "semi_supervised")]
[JsonDerivedType(typeof(KnownAnomalyLabelOptions), "known_anomalies")]
public abstract record VaeLabelOptions
{
    private protected VaeLabelOptions() { }

    /// <summary>Gets the name of the column with the labels.</summary>
    /// <value>Required. It must not be a condition or one of the columns that the model is trained on.</value>
    public required string ColumnName { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or an option does not fit.</exception>
    internal virtual void Check(VaeTrainerOptions options) =>
        OptionRange.Require(ColumnName is { Length: > 0 }, "Labels.ColumnName", "empty", $"the name of a column");
}
