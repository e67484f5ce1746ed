using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

internal sealed class InfoCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Info_Model_NamesColumnsLatentsThresholdTrainingAndFiles()
    {
        var text = ToolRun.Run("info", TinyTable.Folder).Succeeded().Output;

        var manifest = VaeModel.ReadManifest(TinyTable.Folder);

        Assert.That(text, Does.Contain("of a table"));
        Assert.That(text, Does.Match(@"Age +number +histogram +\d"));
        Assert.That(text, Does.Match("Member +category of 2 +categorical"));
        Assert.That(text, Does.Match("Color +category of 3 +categorical"));
        Assert.That(text, Does.Match("latents +2, gaussian"));
        Assert.That(
            text,
            Does.Contain(FormattableString.Invariant($"pseudo-likelihood {manifest.Threshold.NegativeElbo:0.####}"))
        );
        Assert.That(text, Does.Contain($"{TinyTable.RowCount * 9 / 10} rows, 4 epochs in batches of 16"));
        Assert.That(text, Does.Match("encoder.onnx +[0-9]"));
        Assert.That(text, Does.Match(@"test_data_set_0/ \([0-9]+ files\) +[0-9]"));
    }

    // The file has missing numbers and missing categories, with which the export compares both runtimes.
    [Test]
    public void Info_DetectorOfNormalRows_SaysWhatTheScoreConsistsOf()
    {
        ToolRun
            .Run([
                "export",
                "--model=detector",
                "--normal-rows",
                $"--data={Repository.PathOf("docs", "guide", "machines.csv")}",
                "--label-column=fault",
                "--epochs=20",
                $"--out={folder["normal"]}",
            ])
            .Succeeded();

        Assert.That(
            ToolRun.Run("info", folder["normal"]).Succeeded().Output,
            Does.Match(
                    @"score +distance to the nearest normal rows, of which the folder has \d+ \(planted cells: AUROC 0\.\d{3} by distance"
                )
                .And.Matches(@"threshold +score \d")
        );

        ToolRun
            .Run(
                "report",
                folder["normal"],
                $"--data={Repository.PathOf("docs", "guide", "machines.csv")}",
                $"--out={folder["page.html"]}"
            )
            .Succeeded();

        Assert.That(
            File.ReadAllText(folder["page.html"]),
            Does.Contain("The score of a row is the distance to the nearest normal rows in nats.")
        );
    }

    [Test]
    public void Info_ModelOfSmallNumbers_HasTheirDigits()
    {
        File.WriteAllLines(
            folder["small.csv"],
            [
                "current,length",
                .. Enumerable
                    .Range(0, 60)
                    .Select(i => FormattableString.Invariant($"{((i * 37 % 60) - 20) * 1.25e-8},{i * 53 % 60 / 8.0}")),
            ]
        );
        ToolRun
            .Run(
                "export",
                "--model=detector",
                $"--data={folder["small.csv"]}",
                "--epochs=1",
                $"--out={folder["small"]}"
            )
            .Succeeded();

        var text = ToolRun.Run("info", folder["small"]).Succeeded().Output;

        Assert.That(text, Does.Match(@"current +number .* -2\.5E-07 +4\.875E-07 "));
        Assert.That(text, Does.Match(@"length +number .* 0 +7\.375 "));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Info_TableWithASum_NamesTheRelationUnlessItWasNotSearched(bool isSearched)
    {
        File.WriteAllLines(
            folder["sums.csv"],
            [
                "net,tax,total,price,size",
                .. Enumerable
                    .Range(0, 200)
                    .Select(i => (Net: i * 37 % 101, Tax: i * 53 % 29, Price: i * i % 127))
                    .Select(row =>
                        FormattableString.Invariant(
                            $"{row.Net},{row.Tax},{row.Net + row.Tax},{row.Price + 0.25},{row.Price % 4}"
                        )
                    ),
            ]
        );
        ToolRun
            .Run([
                "export",
                "--model=table",
                $"--data={folder["sums.csv"]}",
                "--epochs=1",
                $"--out={folder["sums"]}",
                .. isSearched ? [] : (string[])["--no-relations"],
            ])
            .Succeeded();

        var text = ToolRun.Run("info", folder["sums"]).Succeeded().Output;

        Assert.That(text, isSearched ? Does.Match(@"(?m)total = net \+ tax *$") : Does.Not.Contain("relation"));
        // Few rows have the same price.
        Assert.That(
            text,
            isSearched ? Does.Match("price determines size +adds nothing to scores") : Does.Not.Contain("determines")
        );
    }

    [Test]
    public void Info_ModelAsJson_ContainsManifestGraphsAndFiles()
    {
        var json = JsonNode.Parse(ToolRun.Run("info", TinyModel.Folder, "--json").Succeeded().Output)!;

        Assert.That((string?)json["folder"], Is.EqualTo(TinyModel.Folder));
        Assert.That((int?)json["manifest"]!["architecture"]!["input_dim"], Is.EqualTo(3));
        Assert.That(json["graphs"]!.AsArray(), Has.Count.EqualTo(3));
        Assert.That(
            json["files"]!.AsArray().Select(file => (string?)file!["name"]),
            Is.SupersetOf(new[] { "manifest.json", "encoder.onnx", "SHA256SUMS" })
        );
    }

    [Test]
    public void Info_OnnxFile_NamesInputsOutputsAndOperators()
    {
        var path = Path.Combine(TinyModel.Folder, "encoder.onnx");

        var text = ToolRun.Run("info", path).Succeeded().Output;

        Assert.That(text, Does.StartWith($"{path}: an ONNX model of {new FileInfo(path).Length} bytes"));
        Assert.That(text, Does.Contain("opset ai.onnx 17"));
        Assert.That(text, Does.Match(@"input +features +float32 \[N, 3\]"));
        Assert.That(text, Does.Match(@"output +mean +float32 \[N, 2\]"));
        Assert.That(text, Does.Match("Gemm +[0-9]"));
    }

    [Test]
    public void Info_OnnxFileAsJson_HasTheSameContents()
    {
        var path = Path.Combine(TinyModel.Folder, "encoder.onnx");

        var json = JsonNode.Parse(ToolRun.Run("info", path, "--json").Succeeded().Output)!;

        Assert.That((long?)json["opsets"]!["ai.onnx"], Is.EqualTo(17));
        Assert.That((string?)json["inputs"]![0]!["type"], Is.EqualTo("float32 [N, 3]"));
        Assert.That((long?)json["bytes"], Is.EqualTo(new FileInfo(path).Length));
    }

    [TestCase("Title\na,b,a\n1,2,3\n4,5,6\n", 1, true, "a.1", "a name, or with that of another, are named 'a.1'")]
    [TestCase("5.1,3.5,x\n4.9,3.0,x\n6.1,2.9,y\n", 0, false, "", "the columns are named 'col0' to 'col2'")]
    public void Info_FileWithAnUnusualHeader_SaysHowItIsRead(
        string text,
        int linesAbove,
        bool hasHeader,
        string newNames,
        string note
    )
    {
        var path = folder.Write("x.csv", text);

        var json = JsonNode.Parse(ToolRun.Run("info", path, "--json").Succeeded().Output)!;

        Assert.That((int?)json["lines_above_header"], Is.EqualTo(linesAbove));
        Assert.That((bool?)json["has_header"], Is.EqualTo(hasHeader));
        Assert.That(string.Join(',', json["new_names"]!.AsArray()), Is.EqualTo(newNames));
        Assert.That(ToolRun.Run("info", path).Succeeded().Output, Does.Contain(note));
    }

    [Test]
    public void Info_FileThatIsNoOnnxModel_ReportsIt()
    {
        var path = folder.Write("x.onnx", "hello, this is text");

        ToolRun.Run("info", path).Failed(1, path, "not an ONNX model");
    }

    [Test]
    public void Info_MissingFolder_NamesIt()
    {
        ToolRun.Run("info", folder["m"]).Failed(1, folder["m"], "no such file");
        ToolRun.Run("info", folder["x.onnx"]).Failed(1, folder["x.onnx"], "no such file");
    }
}
