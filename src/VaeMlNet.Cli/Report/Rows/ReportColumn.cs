using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>A column as a report shows it: one raw slot, and the decoded slots that belong to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Slot">Its place in a raw row: a number, 0 or 1 for Booleans, the key's number for categories; NaN where missing.</param>
/// <param name="Decoded">The first of its places in a decoded row.</param>
/// <param name="Categories">The texts of a category's keys; a probability is decoded for each.</param>
internal sealed record ReportColumn(
    string Name,
    CsvColumnKind Kind,
    int Slot,
    int Decoded,
    IReadOnlyList<string> Categories
)
{
    /// <summary>Share of the training data's cells without a value; null where the model does not say.</summary>
    public double? TrainingMissingShare { get; init; }

    /// <summary>How many places of a decoded row it has.</summary>
    public int DecodedWidth => Kind == CsvColumnKind.Category ? Categories.Count : 1;

    /// <summary>The cell of a raw row; empty where it is missing.</summary>
    public string Text(ReadOnlySpan<float> slots)
    {
        var value = slots[Slot];
        return float.IsNaN(value)
            ? ""
            : Kind switch
            {
                CsvColumnKind.Boolean => value > 0.5 ? "true" : "false",
                CsvColumnKind.Category => CategoryOf(value),
                _ => Number(value),
            };
    }

    /// <summary>What the decoder expects in a decoded row: a number, or the likeliest value with its probability.</summary>
    public string DecodedText(ReadOnlySpan<float> decoded)
    {
        if (Kind == CsvColumnKind.Number)
        {
            return decoded[Decoded].ToString("G4", CultureInfo.InvariantCulture);
        }

        (var value, var probability) = Likeliest(decoded);
        return string.Create(CultureInfo.InvariantCulture, $"{value} ({100 * probability:0} %)");
    }

    /// <summary>The likeliest value of a Boolean or a category, and its probability.</summary>
    public (string Value, float Probability) Likeliest(ReadOnlySpan<float> decoded)
    {
        if (Kind == CsvColumnKind.Boolean)
        {
            var ofTrue = decoded[Decoded];
            return ofTrue > 0.5 ? ("true", ofTrue) : ("false", 1 - ofTrue);
        }

        var probabilities = decoded.Slice(Decoded, DecodedWidth);
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return (Categories[best], probabilities[best]);
    }

    private string CategoryOf(float key) => (int)key <= Categories.Count ? Categories[(int)key - 1] : "";

    private static string Number(float value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
