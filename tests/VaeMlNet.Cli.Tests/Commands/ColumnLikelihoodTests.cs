using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

/// <summary>The likelihoods of single columns, by <c>--column-likelihood</c> and in the file of <c>--options</c>.</summary>
internal sealed class ColumnLikelihoodTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_ColumnLikelihoods_AreThoseOfTheColumns()
    {
        var file = folder.Write(
            "o.json",
            """{ "column_likelihoods": { "Age": { "kind": "poisson" }, "Size=m": { "kind": "gaussian" } } }"""
        );

        Export(
                "--model=table",
                $"--options={file}",
                "--column-likelihood=Netto=log-normal",
                "--column-likelihood=Size=m=student-t"
            )
            .Succeeded();

        Assert.That(
            Likelihoods(),
            Is.EqualTo(new[] { "Netto=log_normal", "Age=poisson", "Size=m=student_t", "When=histogram" })
        );
    }

    [Test]
    public void Export_LikelihoodOfAmounts_IsNotThatOfDates()
    {
        Export("--model=detector", "--likelihood=log-normal").Succeeded();

        Assert.That(Likelihoods()[0], Is.EqualTo("Netto=log_normal"));
        Assert.That(Likelihoods()[3], Is.EqualTo("When=student_t"));
    }

    [TestCase("Netto", "expected COLUMN=NAME")]
    [TestCase("=poisson", "expected COLUMN=NAME")]
    [TestCase("Netto=lognormal", "expected one of gaussian, student-t,")]
    [TestCase("Netto=bernoulli", "expected one of gaussian, student-t,")]
    public void Export_ColumnLikelihoodThatCannotBeRead_NamesThePossibleOnes(string value, string message) =>
        Export("--model=table", $"--column-likelihood={value}").Failed(2, $"'{value}'", message);

    [Test]
    public void Export_ColumnThatIsNotThere_NamesThoseOfNumbers() =>
        Export("--model=table", "--column-likelihood=Brutto=gaussian").Failed(1, "'Brutto'", "Netto", "Age", "When");

    [Test]
    public void Export_ModelOfFeatures_RefusesColumnLikelihoods() =>
        Export("--model=fully-connected", "--column-likelihood=Netto=gaussian")
            .Failed(2, "--column-likelihood is for columns of a table");

    private ToolRun Export(params string[] options)
    {
        var rows = Enumerable
            .Range(1, 40)
            .Select(i =>
                FormattableString.Invariant(
                    $"{i * 1.5},{1 + (i % 7)},{i % 11}.5,2024-{1 + (i % 12):00}-{1 + (i % 28):00}\n"
                )
            );
        var data = folder.Write("x.csv", $"Netto,Age,Size=m,When\n{string.Concat(rows)}");
        return ToolRun.Run([
            "export",
            $"--data={data}",
            "--epochs=1",
            $"--out={folder["m"]}",
            .. options,
            .. options.Any(option => option.StartsWith("--options", StringComparison.Ordinal))
                ? (string[])[]
                : ["--hidden=4", "--latent=1"],
        ]);
    }

    private string[] Likelihoods() =>
        [
            .. JsonNode.Parse(File.ReadAllText(folder["m", "manifest.json"]))!["columns"]!
                .AsArray()
                .Select(column => $"{column!["name"]}={column["likelihood"]}"),
        ];
}
