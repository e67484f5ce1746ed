using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace VaeMlNet.Cli.Tests;

/// <summary>Results as Parquet files, with the types of their columns.</summary>
internal sealed class ParquetOutputTests
{
    private const int Rows = 700;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("score --contributions --p-values --keep=Id,Age")]
    [TestCase("score --top=9")]
    [TestCase("encode")]
    [TestCase("impute --uncertainty")]
    [TestCase("impute --draws=2")]
    [TestCase("reconstruct --keep=Id")]
    [TestCase("score --data=- --keep=all")]
    public void Run_ParquetOutput_HasTheCellsOfTheCsvFile(string line)
    {
        var csv = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        var words = line.Split(' ').Where(word => word != "--data=-").ToArray();

        foreach (var output in (string[])["r.csv", "r.parquet"])
        {
            ToolRun
                .Run([words[0], TinyTable.Folder, $"--data={csv}", $"--out={folder[output]}", .. words[1..]])
                .Succeeded();
        }

        AssertSameCells(folder["r.parquet"], folder["r.csv"]);
    }

    [TestCase(
        "evaluate --checkpoint=none --data=x.csv --out=r.idv",
        1,
        "r.idv': this table is written as CSV or Parquet"
    )]
    [TestCase("compare none --data=x.csv --out=r.idv", 1, "r.idv': this table is written as CSV or Parquet")]
    [TestCase("label none --data=x.csv --known-rows=r.idv", 1, "r.idv': this table is written as CSV or Parquet")]
    [TestCase("train --data=x.csv --out=none --history=r.idv", 2, "--history is 'r.idv', but the history is CSV")]
    [TestCase(
        "train --data=x.csv --out=none --history=r.parquet",
        2,
        "--history is 'r.parquet', but the history is CSV"
    )]
    public void Run_EndingOfAFormatThatIsNotWritten_IsRefusedFirst(string line, int exitCode, string message) =>
        ToolRun.Run(line.Split(' ')).Failed(exitCode, message);

    [Test]
    public void Synthesize_ParquetOutput_HasTheTypesOfTheTable()
    {
        foreach (var output in (string[])["r.csv", "r.parquet"])
        {
            ToolRun
                .Run("synthesize", TinyTable.Folder, "--rows=500", "--seed=3", $"--out={folder[output]}")
                .Succeeded();
        }

        AssertSameCells(folder["r.parquet"], folder["r.csv"]);

        Assert.That(
            Types(folder["r.parquet"]),
            Is.EqualTo(
                new Dictionary<string, Type>
                {
                    ["Age"] = typeof(double),
                    ["Income"] = typeof(long),
                    ["Member"] = typeof(bool),
                    ["Color"] = typeof(ReadOnlyMemory<char>),
                }
            )
        );
    }

    [Test]
    public void Score_ParquetOutput_HasNumbersAndBooleans()
    {
        ToolRun
            .Run(
                "score",
                TinyTable.Folder,
                $"--data={TinyTable.Data}",
                $"--out={folder["r.parquet"]}",
                "--contributions"
            )
            .Succeeded();

        var types = Types(folder["r.parquet"]);

        Assert.That(types["Score"], Is.EqualTo(typeof(float)));
        Assert.That(types["PredictedLabel"], Is.EqualTo(typeof(bool)));
        Assert.That(types["Unseen"], Is.EqualTo(typeof(ReadOnlyMemory<char>)));
        Assert.That(types["contribution.Age"], Is.EqualTo(typeof(float)));
    }

    [Test]
    public void Impute_ParquetToParquet_KeepsTypes()
    {
        var csv = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        var data = folder.Write("x.parquet", TableFormats.Convert(csv, ".parquet"));

        ToolRun.Run("impute", TinyTable.Folder, $"--data={data}", $"--out={folder["r.parquet"]}").Succeeded();

        Assert.That(Types(folder["r.parquet"]), Is.EqualTo(Types(data)));
        Assert.That(TextTable.Read(folder["r.parquet"])["Age"], Has.None.Empty);
    }

    /// <summary>The model has the columns of a CSV file, whose numbers have the same digits; in the last case with a unit and more decimals.</summary>
    [TestCase("", "0.0", typeof(decimal))]
    [TestCase(" EUR", "0.0", typeof(decimal))]
    [TestCase("", "0.00", typeof(double))]
    public void Impute_NumbersOfParquet_KeepTheTypeThatFilledNumbersFit(string unit, string format, Type price)
    {
        string[][] Cells(string unit, string format, string missing) =>
            [
                ["price", "count", "share"],
                .. Enumerable
                    .Range(0, 90)
                    .Select(i =>
                        (string[])
                            [
                                i == 7 ? missing : (100.51 + (i * 37 % 50)).ToString(format, Invariant) + unit,
                                i == 8 ? missing : $"{i * 31 % 40}",
                                i == 9 ? missing : (0.5 + (i * 7 % 16)).ToString(Invariant),
                            ]
                    ),
            ];
        var csv = folder.Write(
            "x.csv",
            string.Concat(Cells(unit, format, "").Select(row => string.Join(',', row) + "\n"))
        );
        CsvTable.Write(
            folder["x.parquet"],
            [
                new("price", WrittenType.Decimal) { Digits = (9, 1) },
                new("count", WrittenType.Unsigned),
                new("share", WrittenType.Single),
            ],
            data => Array.ForEach(Cells("", "0.0", "")[1..], data.WriteRecord)
        );
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={csv}",
                $"--out={folder["model"]}",
                "--epochs=2",
                "--hidden=8",
                "--latent=2"
            )
            .Succeeded();

        ToolRun
            .Run("impute", folder["model"], $"--data={folder["x.parquet"]}", $"--out={folder["r.parquet"]}")
            .Succeeded();

        var (before, after) = (TextTable.Read(folder["x.parquet"]), TextTable.Read(folder["r.parquet"]));

        Assert.That(Types(folder["r.parquet"]).Values, Is.EqualTo(new[] { price, typeof(ulong), typeof(float) }));

        foreach (var (name, missing) in ((string[])["price", "count", "share"]).Zip([7, 8, 9]))
        {
            Assert.That(after[name], Has.None.Empty, name);
            Assert.That(
                after[name].Where((_, i) => i != missing),
                Is.EqualTo(before[name].Where((_, i) => i != missing)),
                name
            );
        }
    }

    [Test]
    public void Impute_NumbersWithUnitsAndDates_AreNumbersAndDates()
    {
        Directory.CreateDirectory(folder["in"]);
        var text =
            "when,price,paid,code\n"
            + string.Concat(
                Enumerable
                    .Range(0, 90)
                    .Select(i =>
                        FormattableString.Invariant(
                            $"{i % 28 + 1:00}.{i % 12 + 1:00}.2024,\"{(i % 8 == 0 ? "" : $"{100 + (i * 37 % 50)},{i % 10}5 €")}\",{(i % 2 == 0 ? "yes" : "no")},c{i % 3}\n"
                        )
                    )
            );
        var data = folder.Write("x.csv", text);
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={data}",
                $"--out={folder["model"]}",
                "--epochs=2",
                "--hidden=8",
                "--latent=2"
            )
            .Succeeded();

        ToolRun.Run("impute", folder["model"], $"--data={data}", $"--out={folder["r.parquet"]}").Succeeded();

        var table = TextTable.Read(folder["r.parquet"]);

        Assert.That(
            Types(folder["r.parquet"]),
            Is.EqualTo(
                new Dictionary<string, Type>
                {
                    ["when"] = typeof(DateTime),
                    ["price"] = typeof(double),
                    ["paid"] = typeof(bool),
                    ["code"] = typeof(ReadOnlyMemory<char>),
                }
            )
        );
        Assert.That(table["when"].Take(2), Is.EqualTo(new[] { "2024-01-01", "2024-02-02" }));
        Assert.That(table["price"].Skip(1).Take(2), Is.EqualTo(new[] { "137.15", "124.25" }));
        Assert.That(table["paid"].Take(2), Is.EqualTo(new[] { "true", "false" }));
        Assert.That(table["price"], Has.None.Empty);

        // The model reads its own output in each format, also as one table.
        ToolRun.Run("impute", folder["model"], $"--data={data}", $"--out={folder["in", "1.csv"]}").Succeeded();
        var scores = Score("in/1.csv");
        File.Copy(folder["r.parquet"], folder["in", "2.parquet"]);

        Assert.That(Score("r.parquet"), Is.EqualTo(scores));
        Assert.That(Score("in"), Is.EqualTo(scores.Concat(scores.Skip(1))));

        // Copied cells have the format of the training data, as filled ones do.
        ToolRun
            .Run("impute", folder["model"], $"--data={folder["r.parquet"]}", $"--out={folder["s.csv"]}")
            .Succeeded();

        Assert.That(Score("s.csv"), Is.EqualTo(scores));
        Assert.That(TextTable.Read(folder["s.csv"])["price"][1], Is.EqualTo("137,15 €"));
        Assert.That(TextTable.Read(folder["s.csv"])["paid"].Take(2), Is.EqualTo(new[] { "yes", "no" }));
        Assert.That(TextTable.Read(folder["s.csv"])["when"].Take(2), Is.EqualTo(new[] { "01.01.2024", "02.02.2024" }));

        foreach (var name in (string[])["q.csv", "q.parquet"])
        {
            ToolRun.Run("synthesize", folder["model"], "--rows=90", "--seed=3", $"--out={folder[name]}").Succeeded();
            ToolRun
                .Run(
                    "quality",
                    $"--real={data}",
                    $"--synthetic={folder[name]}",
                    "--format=json",
                    $"--out={folder[$"{name}.json"]}"
                )
                .Succeeded();
        }

        Assert.That(
            File.ReadAllText(folder["q.parquet.json"]).Replace("q.parquet", "q.csv", StringComparison.Ordinal),
            Is.EqualTo(File.ReadAllText(folder["q.csv.json"]))
        );

        string[] Score(string name)
        {
            ToolRun.Run("score", folder["model"], $"--data={folder[name]}", $"--out={folder["o.csv"]}").Succeeded();
            return File.ReadAllLines(folder["o.csv"]);
        }
    }

    [Test]
    public void Encode_ManyRows_HasSeveralRowGroups()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(120_000, seed: 3));
        foreach (var output in (string[])["r.csv", "r.parquet"])
        {
            ToolRun.Run("encode", TinyModel.Folder, $"--data={data}", $"--out={folder[output]}").Succeeded();
        }

        Assert.That(Read(folder["r.parquet"], reader => reader.RowGroupCount), Is.EqualTo(2));

        AssertSameCells(folder["r.parquet"], folder["r.csv"]);
    }

    [TestCase("score --contributions --p-values --keep=all", Rows)]
    [TestCase("encode", Rows)]
    [TestCase("impute --uncertainty", Rows)]
    [TestCase("reconstruct --keep=Id", Rows)]
    // Fewer rows than three shards need: two of them have none.
    [TestCase("score", 100)]
    public void Merge_PartsAsParquet_IsTheFileOfOneProcess(string line, int rows)
    {
        var words = line.Split(' ');
        var csv = folder.Write("x.csv", TinyTable.Rows(rows, seed: 3));
        var data = folder.Write("x.parquet", TableFormats.Convert(csv, ".parquet"));
        ToolRun
            .Run([words[0], TinyTable.Folder, $"--data={data}", $"--out={folder["whole.parquet"]}", .. words[1..]])
            .Succeeded();

        RunShards(data, words);
        ToolRun.Run("merge", folder["parts.parquet"], $"--out={folder["merged.parquet"]}").Succeeded();

        Assert.That(Types(folder["merged.parquet"]), Is.EqualTo(Types(folder["whole.parquet"])));
        Assert.That(
            File.ReadAllBytes(folder["merged.parquet"]),
            Is.EqualTo(File.ReadAllBytes(folder["whole.parquet"]))
        );
        Assert.That(
            Types(folder["parts.parquet", "part-00001-of-00003.parquet"]),
            Is.EqualTo(Types(folder["whole.parquet"]))
        );
    }

    [Test]
    public void Merge_ParquetPartChanged_IsRefusedAndNothingWritten()
    {
        RunShards(folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3)), "score");
        var part = folder["parts.parquet", "part-00002-of-00003.parquet"];
        var bytes = File.ReadAllBytes(part);
        bytes[40] ^= 1;
        File.WriteAllBytes(part, bytes);

        ToolRun
            .Run("merge", folder["parts.parquet"], $"--out={folder["merged.parquet"]}")
            .Failed(ExitCode.Error, "part-00002-of-00003.parquet", "SHA-256", "shard 2");

        Assert.That(File.Exists(folder["merged.parquet"]), Is.False);
    }

    [TestCase("merge parts --out=r.parquet", ExitCode.Error, "are CSV files")]
    [TestCase("merge parts --out=r.idv", ExitCode.Error, "are CSV files")]
    [TestCase("merge parts.parquet --out=r.csv", ExitCode.Error, "are Parquet files")]
    [TestCase(
        "job slurm score model --data=x.csv --shards=2 --out=parts.parquet --merged=r.csv",
        ExitCode.Error,
        "are Parquet files"
    )]
    [TestCase("score MODEL --data=DATA --out=parts.idv --shard=1/2", ExitCode.Usage, "does not end in .idv")]
    public void Run_PartsInAnotherFormat_IsRefused(string line, int exitCode, string fact) =>
        ToolRun
            .Run([
                .. line.Split(' ')
                    .Select(word => word.Replace("MODEL", TinyTable.Folder).Replace("DATA", TinyTable.Data)),
            ])
            .Failed(exitCode, fact);

    [Test]
    public void Impute_FaultyRow_WritesNoFile()
    {
        var data = folder.Write("x.csv", TinyTable.Rows(20, seed: 3) + "x,old,1,true,blue,0\n");

        ToolRun
            .Run("impute", TinyTable.Folder, $"--data={data}", $"--out={folder["r.parquet"]}")
            .Failed(1, "'old' is not a finite number");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    private void RunShards(string data, params string[] words)
    {
        foreach (var shard in (string[])["1/3", "2/3", "3/3"])
        {
            ToolRun
                .Run([
                    words[0],
                    TinyTable.Folder,
                    $"--data={data}",
                    $"--out={folder["parts.parquet"]}",
                    $"--shard={shard}",
                    .. words[1..],
                ])
                .Succeeded();
        }
    }

    // The same texts, or numbers, dates and Booleans that are equal.
    private static void AssertSameCells(string parquet, string csv)
    {
        var (actual, expected) = (TextTable.Read(parquet), TextTable.Read(csv));

        Assert.That(actual.Names, Is.EqualTo(expected.Names));
        foreach (var name in expected.Names)
        {
            Assert.That(
                actual[name].Select(Normal),
                Is.EqualTo(expected[name].Select(cell => cell == "NA" && name != "Color" ? "" : Normal(cell))),
                name
            );
        }

        string Normal(string cell) =>
            cell is "1" or "true" ? "true"
            : cell is "0" or "false" ? "false"
            : double.TryParse(cell, Invariant, out var number) ? number.ToString("R", Invariant)
            : cell;
    }

    private static Dictionary<string, Type> Types(string path) =>
        Read(
            path,
            reader => reader.Schema.Fields.Cast<DataField>().ToDictionary(field => field.Name, field => field.ClrType)
        );

    private static T Read<T>(string path, Func<ParquetReader, T> read)
    {
        var reader = ParquetReader.CreateAsync(path).GetAwaiter().GetResult();
        var value = read(reader);
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return value;
    }
}
