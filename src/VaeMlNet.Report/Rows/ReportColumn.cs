using System.Numerics.Tensors;
using VaeMlNet.Dates;

namespace VaeMlNet.Report;

/// <summary>A column of the report: one slot of a row, or all slots of a date, and the decoded slots that belong to it.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Type">The type of its cells, as <see cref="VaeColumn.Type"/>.</param>
/// <param name="Slot">
/// The first index of the column in a row. The slot is a number, 0 or 1 for Booleans, the number of a key, or the days of a date; NaN
/// where the cell is missing.
/// </param>
/// <param name="Decoded">The first index of the column in a decoded row.</param>
/// <param name="Categories">The texts of the keys. The decoder gives a probability for each.</param>
internal sealed record ReportColumn(string Name, string Type, int Slot, int Decoded, IReadOnlyList<string> Categories)
{
    /// <summary>The text of categories that are not in the training data.</summary>
    public const string Unseen = "(not in training)";

    private readonly DateSlots? dates;

    /// <summary>Gets the share of missing cells in the training data; null where the manifest has none.</summary>
    public double? TrainingMissingShare { get; init; }

    /// <summary>Gets the number of decimals in the training data; null where it is unknown.</summary>
    public int? Decimals { get; init; }

    /// <summary>
    /// Gets the schema of the dates that the column contains; null for other columns. The first slot has the days, and the others the angles.
    /// </summary>
    public VaeColumnSchema? DateSchema
    {
        get;
        init
        {
            field = value;
            dates = value is null ? null : new DateSlots(value);
        }
    }

    /// <summary>Gets the number of slots of the column in a row.</summary>
    public int Width { get; init; } = 1;

    /// <summary>Gets whether the cells are numbers.</summary>
    public bool IsNumber => Type == VaeColumn.SingleType;

    /// <summary>Gets whether the cells are categories.</summary>
    public bool IsCategory => Type == VaeColumn.KeyType;

    /// <summary>Gets the number of slots of the column in a decoded row.</summary>
    public int DecodedWidth => IsCategory ? Categories.Count : Width;

    /// <summary>Returns the contribution of the column to the score.</summary>
    /// <param name="contributions">The contribution of each slot, [S].</param>
    public double Contribution(ReadOnlySpan<float> contributions)
    {
        var sum = 0.0;
        foreach (var part in contributions.Slice(Slot, Width))
        {
            sum += part;
        }

        return sum;
    }

    /// <summary>Returns the text of the cell in a row; empty for a missing cell.</summary>
    public string Text(ReadOnlySpan<float> slots)
    {
        var value = slots[Slot];
        return float.IsNaN(value) ? ""
            : DateSchema is not null ? DateText(dates!.DecodeCell(slots[Slot..]))
            : IsNumber ? Figure.Cell(value)
            : IsCategory ? CategoryOf(value)
            : value > 0.5 ? "true"
            : "false";
    }

    /// <summary>Returns the text of the cell in a row that the model made, with no more decimals than the training data.</summary>
    public string SyntheticText(ReadOnlySpan<float> slots) =>
        IsNumber && Decimals is { } decimals && float.IsFinite(slots[Slot])
            ? Figure.Cell((float)Math.Round(slots[Slot], decimals))
            : Text(slots);

    /// <summary>Returns the decoded value as text: a number, or the likeliest value with its probability.</summary>
    public string DecodedText(ReadOnlySpan<float> decoded)
    {
        if (DateSchema is not null)
        {
            return DateText(dates!.DecodeToStep(decoded[Decoded..], null));
        }

        if (IsNumber)
        {
            return Figure.Number(decoded[Decoded]);
        }

        (var value, var probability) = Likeliest(decoded);
        return FormattableString.Invariant($"{value} ({100 * probability:0} %)");
    }

    /// <summary>Returns the text of a number of days from the origin of the dates, as a multiple of their step.</summary>
    public string DateText(double days) => DateText(DateSchema!.RoundDate(dates!.Nearest((float)days)));

    /// <summary>Returns the likeliest value of a Boolean or a category, and its probability.</summary>
    public (string Value, float Probability) Likeliest(ReadOnlySpan<float> decoded)
    {
        if (!IsCategory)
        {
            var ofTrue = decoded[Decoded];
            return ofTrue > 0.5 ? ("true", ofTrue) : ("false", 1 - ofTrue);
        }

        var probabilities = decoded.Slice(Decoded, DecodedWidth);
        var best = TensorPrimitives.IndexOfMax(probabilities);
        return (Categories[best], probabilities[best]);
    }

    private string DateText(DateTime? date) => date is { } known ? DateSchema!.FormatClock(known) : "";

    private string CategoryOf(float key) => (int)key <= Categories.Count ? Categories[(int)key - 1] : Unseen;
}
