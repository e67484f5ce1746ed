using System.Globalization;
using System.Text;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// The differences between a model's outputs and the expected values, as <see cref="OnnxParity"/> found them. Immutable.
/// </summary>
/// <param name="Outputs">One entry for each output of the models, in order.</param>
public sealed record OnnxParityReport(IReadOnlyList<OnnxOutputParity> Outputs)
{
    /// <summary>Gets a value indicating whether every element of every output is within the tolerance of the comparison.</summary>
    public bool Agrees => Outputs.All(output => output.ElementsOutside == 0);

    /// <summary>Returns a Markdown table with a row for each output.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            "| output | elements | outside tolerance | largest difference | relative error | cosine |\n"
                + "|---|---|---|---|---|---|\n"
        );
        foreach (var output in Outputs)
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {output.Index} | {output.Elements} | {output.ElementsOutside} | {output.LargestDifference:G3} | "
                )
                .Append(CultureInfo.InvariantCulture, $"{output.RelativeError:G3} | {output.CosineSimilarity:F6} |\n");
        }

        return text.ToString();
    }
}
