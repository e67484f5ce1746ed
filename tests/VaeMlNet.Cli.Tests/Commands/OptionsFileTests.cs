using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

internal sealed class OptionsFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Read_SomeMembers_LeavesTheOthersAtTheirDefaults()
    {
        var options = OptionsFile.Read(
            folder.Write(
                "o.json",
                """
                {
                  "latent_dim": 7, // comments are fine
                  "optimizer": { "kind": "adam_w", "weight_decay": 0.01 },
                  "likelihood": { "kind": "gaussian", "variance": 0.5 }
                }
                """
            )
        );

        Assert.That(options.LatentDim, Is.EqualTo(7));
        Assert.That(options.Optimizer.Kind, Is.EqualTo(VaeOptimizerKind.AdamW));
        Assert.That(options.Likelihood, Is.EqualTo(new GaussianLikelihoodOptions { Variance = 0.5 }));
        Assert.That(options.BatchSize, Is.EqualTo(new VaeTrainerOptions().BatchSize));
    }

    [TestCase("{ \"latent_dims\": 7 }", "latent_dims")]
    [TestCase("{ \"optimizer\": { \"speed\": 7 } }", "speed")]
    [TestCase("{ \"optimizer\": { \"kind\": \"adamant\" } }", "$.optimizer.kind")]
    [TestCase("{ \"likelihood\": { \"kind\": \"cauchy\" } }", "$.likelihood")]
    [TestCase("{ \"latent_dim\": \"many\" }", "$.latent_dim")]
    [TestCase("{ \"latent_dim\": 3, \"latent_dim\": 4 }", "latent_dim")]
    [TestCase("{ \"latent\": null }", "atent")]
    [TestCase("null", "only null")]
    [TestCase("latent_dim = 3", "o.json")]
    public void Read_WrongMember_NamesFileAndMember(string json, string member)
    {
        var path = folder.Write("o.json", json);

        var error = Assert.Throws<CommandException>(() => OptionsFile.Read(path));

        Assert.That(error!.Message, Does.Contain(path).And.Contain(member));
    }

    [Test]
    public void Read_NullForWhatTheDataDecides_IsLeftToTheData()
    {
        var path = folder.Write("o.json", "{ \"latent_dim\": null, \"likelihood\": null, \"seed\": 3 }");

        Assert.That(OptionsFile.Read(path), Is.EqualTo(new VaeTrainerOptions { Seed = 3 }));
    }

    [Test]
    public void Read_OptionsOfACheckpoint_AreAccepted()
    {
        // Both sides have JSON settings of their own; this keeps them together.
        using var checkpoint = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(TinyModel.Checkpoint, "checkpoint.json"))
        );

        var options = OptionsFile.Read(
            folder.Write("o.json", checkpoint.RootElement.GetProperty("options").GetRawText())
        );

        Assert.That(options.HiddenDims, Is.EqualTo(new[] { 5 }));
        Assert.That((options.LatentDim, options.BatchSize), Is.EqualTo(((int?)2, 16)));
        Assert.That(options.Likelihood, Is.EqualTo(VaeLikelihoodOptions.GaussianUnitVariance));
    }

    [Test]
    public void Read_ScaleOfAGaussianPosterior_IsAWordAndWrittenAsOne()
    {
        var json = """{ "latent": { "kind": "gaussian", "scale": "softplus" } }""";

        var options = OptionsFile.Read(folder.Write("o.json", json));
        OptionsFile.Write(folder["again.json"], options);

        Assert.That(options.Latent, Is.EqualTo(new GaussianLatentOptions { HasSoftplusScale = true }));
        Assert.That(File.ReadAllText(folder["again.json"]), Does.Contain("\"scale\": \"softplus\""));
    }

    [Test]
    public void Read_ExampleOfTheReference_IsAccepted()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "cli-reference.md"));
        var json = Regex.Match(page, "```json options\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        var options = OptionsFile.Read(folder.Write("o.json", json));

        Assert.That(() => new VaeTrainer(options), Throws.Nothing);
    }

    [Test]
    public void Train_OptionsFile_IsUsedAndTheCommandLineTakesPrecedence()
    {
        var path = folder.Write(
            "o.json",
            "{ \"hidden_dims\": [4, 3], \"latent_dim\": 2, \"epoch_count\": 9, \"seed\": 5, \"likelihood\": { \"kind\": \"gaussian\" } }"
        );

        var run = ToolRun
            .Run(
                "train",
                $"--options={path}",
                $"--data={TinyModel.Table}",
                "--epochs=2",
                "--rows=50",
                $"--out={folder["c"]}"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Contain("training 3-4-3-2 on 50 rows; epochs 2, seed 5"));
    }

    [Test]
    public void Train_OptionOutOfRange_NamesIt()
    {
        var path = folder.Write("o.json", "{ \"latent_dim\": 0 }");

        ToolRun
            .Run("train", $"--options={path}", $"--data={TinyModel.Table}", $"--out={folder["c"]}")
            .Failed(1, "LatentDim", "1 to 65536");
    }

    [Test]
    public void Train_OptionsOfATableWithoutItsModel_NameTheModel()
    {
        var path = folder.Write("o.json", """{ "input_noise": { "kind": "hidden_cells", "level": 1 } }""");

        ToolRun
            .Run("train", $"--options={path}", $"--data={TinyModel.Table}", $"--out={folder["c"]}")
            .Failed(1, path, "Add --model=table");
    }

    [Test]
    public void Train_MissingOptionsFile_NamesIt() =>
        ToolRun
            .Run("train", "--options=nowhere.json", $"--data={TinyModel.Table}", $"--out={folder["c"]}")
            .Failed(1, "nowhere.json");

    [TestCase("--model=mnist", "--model and --options cannot be combined")]
    [TestCase("--latent=3", "--latent and --options cannot be combined")]
    [TestCase("--likelihood=gaussian", "--likelihood and --options cannot be combined")]
    public void Train_OptionsBesideWhatTheySay_IsAUsageError(string option, string fact) =>
        ToolRun.Run("train", "--options=o.json", option, "--data=x.csv", $"--out={folder["c"]}").Failed(2, fact);

    [Test]
    public void Train_OptionsWithoutRows_IsAUsageError() =>
        ToolRun
            .Run("train", "--options=o.json", $"--out={folder["c"]}")
            .Failed(2, "--options needs rows. Pass --data=FILE or --mnist=FOLDER.");

    [Test]
    public void Export_OptionsWithoutOut_IsAUsageError() =>
        ToolRun.Run("export", "--options=o.json", "--data=x.csv").Failed(2, "--options needs --out=FOLDER");
}
