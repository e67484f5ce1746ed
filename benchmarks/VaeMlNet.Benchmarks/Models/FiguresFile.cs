using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of all sections run so far, as a JSON file and as Markdown.</summary>
/// <remarks>A section that runs again replaces its own figures, so that a long run can be split.</remarks>
internal sealed class FiguresFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly string path;
    private readonly Dictionary<string, SectionFigures> sections;

    /// <summary>Opens the file, if it exists.</summary>
    public FiguresFile(string path)
    {
        this.path = path;
        sections = File.Exists(path)
            ? JsonSerializer.Deserialize<Dictionary<string, SectionFigures>>(File.ReadAllText(path), Json) ?? []
            : [];
    }

    /// <summary>Sets the figures of a section and replaces the file.</summary>
    public void Put(string name, SectionFigures figures)
    {
        sections[name] = figures;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(sections, Json) + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Returns all figures as a page, with the sections in the given order.</summary>
    /// <param name="order">The names of the sections. Sections without figures are omitted.</param>
    /// <param name="pictureFolder">The path of the pictures' folder relative to the page.</param>
    public string ToMarkdown(IEnumerable<string> order, string pictureFolder)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Figures

            This page compares the models of VaeMlNet with published figures and with the same protocol in other libraries. This command
            writes it:

            ```
            dotnet cake --target=Benchmark --filter=models [--only=SECTION,...] [--epochs=N] [--seeds=1,2,3] [--mnist=FOLDER] [--folder=FOLDER]
            ```

            `artifacts/benchmarks/models.json` keeps the figures of each section until the section runs again. The data is MNIST: 60,000
            training and 10,000 test images. Gray levels are in [0, 1] unless a section says otherwise. Figures are in nats per image: sums
            over pixels and latents, means over images. A test loss is reconstruction + KL with one draw of z per image. "PyTorch" is the
            same protocol in PyTorch 1.13.

            """.ReplaceLineEndings("\n")
        );
        foreach (var name in order.Where(sections.ContainsKey))
        {
            Append(text, sections[name], pictureFolder);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, SectionFigures section, string pictureFolder)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"`{section.Command}`, {section.Date:yyyy-MM-dd}, {section.Machine}.\n"
        );
        foreach (var table in section.Tables)
        {
            table.AppendTo(text);
        }

        foreach (var picture in section.Pictures)
        {
            var path = Path.Combine(pictureFolder, picture.File).Replace('\\', '/');
            text.Append(CultureInfo.InvariantCulture, $"\n![{picture.Caption}]({path})\n\n*{picture.Caption}*\n");
        }
    }
}
