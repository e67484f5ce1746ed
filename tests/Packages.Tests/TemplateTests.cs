using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VaeMlNet.Packages.Tests;

/// <summary>The projects that <c>dotnet new</c> creates from the package of templates, built and run as they are.</summary>
[Category("Long")]
public sealed class TemplateTests
{
    private const string Readings = """
        [{"speed":1357,"flow":26.3,"pressure":2.17,"power":2.8,"temperature":40,"vibration":null,"mode":"eco"},
         {"speed":1357,"flow":13,"pressure":2.6,"power":2.8,"temperature":40,"vibration":1,"mode":"eco"}]
        """;

    // The names are no C# identifiers, so that file names and namespaces differ.
    [Test]
    public void Train_AsCreated_FindsTheBlockedPumpsAndWritesTheirModel()
    {
        using CreatedProject project = new("vaemlnet-train", "my-training");

        var run = ProgramRun.Run("dotnet", project.Path, project.Program)!.Succeeded();
        int[] highest =
        [
            .. Regex
                .Matches(run.Output, @"^row (\d+): .* nats: (.+)$", RegexOptions.Multiline)
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];

        Assert.That(run.Output, Does.Contain("Flow: Number, 0 missing").And.Contain("500 rows scored"));
        Assert.That(highest, Has.Length.EqualTo(10));
        Assert.That(highest.Count(row => row % 25 == 0), Is.GreaterThanOrEqualTo(8), run.Output);
        Assert.That(File.Exists(System.IO.Path.Combine(project.Path, "model", "scorer.onnx")));

        AssertVersions(project, "VaeMlNet.Data", "VaeMlNet.Training", "Microsoft.ML.OnnxRuntime", "TorchSharp-cpu");
    }

    [Test]
    public async Task Service_AsCreated_ScoresRowsOverHttp()
    {
        using CreatedProject project = new("vaemlnet-service", "my-service");
        using var service = Start("dotnet", project.Path, project.Program, "--urls", "http://127.0.0.1:0");
        try
        {
            using HttpClient client = new() { BaseAddress = await ListeningAsync(service) };
            using var response = await client.PostAsync("/score", Json(Readings));
            using var refused = await client.PostAsync("/score", Json("[null]"));
            var results = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();

            Assert.That(results.Select(result => (bool)result!["isAnomaly"]!), Is.EqualTo(new[] { false, true }));
            Assert.That(
                results[1]!["contributions"]!.AsObject().MaxBy(part => (float)part.Value!).Key,
                Is.EqualTo("Flow")
            );
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
            Assert.That(await client.GetStringAsync("/health"), Is.EqualTo("Healthy"));
            Assert.That(
                await client.GetStringAsync("/metrics"),
                Does.Match("""vaemlnet_scorer_rows_total\{.*scorer="detector".*\} 2""")
            );
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }

        AssertVersions(
            project,
            "VaeMlNet.Hosting",
            "Microsoft.ML.OnnxRuntime",
            "OpenTelemetry.Exporter.Prometheus.AspNetCore",
            "OpenTelemetry.Extensions.Hosting"
        );
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The commands are typed in bash.")]
    public async Task Readme_CommandsAsTyped_TrainAModelAndServeIt()
    {
        using InstalledTemplates templates = new();
        string[] commands =
        [
            .. File.ReadAllLines(Repository.PathOf("templates", "README.md"))
                .SkipWhile(line => line != "```")
                .Skip(1)
                .TakeWhile(line => line != "```")
                .Where(line => line != "dotnet new install VaeMlNet.Templates")
                .Select(line =>
                    line.StartsWith("dotnet new ", StringComparison.Ordinal)
                        ? $"{line} {string.Join(' ', templates.HiveOption)}"
                        : line.Replace(":5000", ":0", StringComparison.Ordinal)
                ),
        ];
        var model = templates["service", "model"];

        var training = ProgramRun
            .Run("bash", templates.Path, "-e", "-c", string.Join('\n', commands[..^1]))!
            .Succeeded();
        ProgramRun.Run("dotnet", templates.Path, "build", "service")!.Succeeded();
        // The files of the trained model are older than those that came with the service.
        Directory.Delete(model, recursive: true);
        Directory.Move(templates["training", "model"], model);
        using var service = Start("bash", templates.Path, "-c", commands[^1]);
        try
        {
            using HttpClient client = new() { BaseAddress = await ListeningAsync(service) };

            Assert.That(training.Output, Does.Contain("500 rows scored"));
            Assert.That(await client.GetStringAsync("/health"), Is.EqualTo("Healthy"));
            Assert.That(
                File.ReadAllText(templates["service", "bin", "Debug", "net10.0", "model", "SHA256SUMS"]),
                Is.EqualTo(File.ReadAllText(Path.Combine(model, "SHA256SUMS")))
            );
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Process Start(string program, string folder, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true }
        )!;

    private static async Task<Uri> ListeningAsync(Process service)
    {
        const string mark = "Now listening on: ";
        while (await service.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var start)
            {
                return new Uri(line[(start + mark.Length)..].Trim());
            }
        }

        throw new AssertionException("the service ended");
    }

    private static void AssertVersions(CreatedProject project, params string[] packages)
    {
        var central = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(
                element => (string)element.Attribute("Include")!,
                element => (string)element.Attribute("Version")!
            );

        var references = project.References();

        Assert.That(references.Keys, Is.EquivalentTo(packages));
        Assert.That(
            references.Values,
            Is.EqualTo(references.Keys.Select(id => central.GetValueOrDefault(id, PackedFiles.Version)))
        );
    }
}
