namespace VaeMlNet.Cli.Tests;

internal sealed class TrainCommandTests
{
    private const string Number = @"-?\d+\.\d\d";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Train_WithValidation_PrintsALinePerEpochAndWritesTheCheckpoint()
    {
        var validation = folder.Write("validation.csv", TinyModel.Rows(20, seed: 2));

        var run = Train("--epochs=3", $"--validation={validation}").Succeeded();

        string[] epochs = [.. run.OutputLines.Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))];

        Assert.That(epochs, Has.Length.EqualTo(3));
        Assert.That(
            epochs[2],
            Does.Match(
                $@"^epoch 3/3: loss {Number} \(reconstruction {Number}, kl {Number}\), validation {Number}, \d+\.\d s$"
            )
        );
        Assert.That(run.OutputLines[^2], Is.EqualTo($"checkpoint: {folder["out"]}"));
        Assert.That(File.Exists(Path.Combine(folder["out"], "checkpoint.json")));
    }

    [Test]
    public void Train_DeviceThatIsMissing_SaysWhatToDo()
    {
        Train("--epochs=1", "--device=cuda:99").Failed(1, "Training on 'cuda:99' is not possible");
        Train("--epochs=1", "--device=gpu").Failed(2, "--device is 'gpu', expected cpu, cuda");
        Train("--epochs=1", "--device=cpu").Succeeded();
    }

    [Test]
    public void Train_SameSeed_PrintsTheSameFigures()
    {
        string Figures() =>
            string.Join(
                '\n',
                Train("--epochs=2")
                    .Succeeded()
                    .OutputLines.Select(line => line[..(line.LastIndexOf(',') is > 0 and var end ? end : line.Length)])
            );

        var first = Figures();

        Assert.That(Figures(), Is.EqualTo(first));
    }

    [Test]
    public void Train_OptionAndValueApart_MeansTheSame()
    {
        var run = Train("--epochs", "1", "--hidden", "4,3", "--latent", "2").Succeeded();

        Assert.That(run.Output, Does.Contain("training 3-4-3-2 on 60 rows; epochs 1, seed 1"));
    }

    [Test]
    public void Train_ValueOutsideTheLikelihood_NamesRowSlotAndRange()
    {
        var data = folder.Write("x.csv", "a,b\n0.5,1\n0.25,1.73\n");

        ToolRun
            .Run("train", "--model=fully-connected", $"--data={data}", $"--out={folder["out"]}")
            .Failed(1, "1.73", "[0, 1]");

        Assert.That(Directory.Exists(folder["out"]), Is.False);
    }

    [Test]
    public void Train_NonNumericCell_NamesRowAndColumn()
    {
        var data = folder.Write("x.csv", "a,b\n0.5,1\n0.25,high\n");

        ToolRun
            .Run("train", "--model=fully-connected", $"--data={data}", $"--out={folder["out"]}")
            .Failed(1, "row 2", "column 'b'", "'high'");
    }

    [Test]
    public void Train_ValidationOfAnotherWidth_StatesBothWidths()
    {
        var validation = folder.Write("validation.csv", "a,b\n1,2\n");

        Train($"--validation={validation}").Failed(1, "validation.csv", "2 columns", "table.csv", "has 3");
    }

    [Test]
    public void Train_TableForTheMnistModel_SaysWhichModelToUse()
    {
        ToolRun
            .Run("train", "--model=mnist", $"--data={TinyModel.Table}", $"--out={folder["out"]}")
            .Failed(1, "3 features", "784 pixels", "fully-connected");
    }

    [Test]
    public void Train_OutIsBelowAFile_FailsBeforeReadingData()
    {
        var file = folder.Write("file", "");

        ToolRun
            .Run("train", "--model=fully-connected", "--data=nowhere.csv", $"--out={Path.Combine(file, "out")}")
            .Failed(1, "Could not write", file);
    }

    [Test]
    public void Train_CanceledBeforehand_Gives130AndLeavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        ToolRun.Run(source.Token, Arguments()).Failed(130, "canceled");

        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Train_CanceledWhileTraining_KeepsTheLastCompletedEpoch()
    {
        var error = Interrupt("epoch 2/", "--epochs=100000");

        Assert.That(error, Does.StartWith("vaemlnet: canceled after epoch").And.Contain($"'{folder["out"]}'"));
        Assert.That(error, Does.EndWith("Continue with the same command line and --resume.\n"));

        using var kept = TrainedVae.LoadCheckpoint(folder["out"]);

        Assert.That(kept.History, Has.Count.GreaterThanOrEqualTo(2));
        Assert.That(error, Does.Contain($"epoch {kept.History.Count},"));
        Assert.That(folder.Entries.Distinct(), Has.All.StartsWith("out"));
    }

    [Test]
    public void Train_CanceledOverATrainedCheckpoint_LeavesItAndKeepsTheNewOneBeside()
    {
        Train("--epochs=1").Succeeded();
        var old = File.ReadAllBytes(Path.Combine(folder["out"], "checkpoint.json"));

        var error = Interrupt("epoch 2/", "--epochs=100000");

        Assert.That(File.ReadAllBytes(Path.Combine(folder["out"], "checkpoint.json")), Is.EqualTo(old));
        Assert.That(error, Does.Contain($"the same command line, --out='{folder["out.interrupted"]}' and --resume"));

        using var kept = TrainedVae.LoadCheckpoint(folder["out.interrupted"]);

        Assert.That(kept.History, Has.Count.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void Train_ResumedAfterAnInterruption_GoesOnWithTheNextEpochToTheSameFigures()
    {
        Interrupt("epoch 2/", "--epochs=5", "--checkpoint-every=1");

        var resumed = EpochLines(Train("--epochs=5", "--resume").Succeeded());
        Directory.Delete(folder["out"], recursive: true);
        var unbroken = EpochLines(Train("--epochs=5", "--resume").Succeeded());

        Assert.That(resumed, Is.EqualTo(unbroken[2..]));
        Assert.That(unbroken, Has.Length.EqualTo(5));
    }

    [Test]
    public void Train_ResumeWithOtherOptions_NamesThem()
    {
        Train("--epochs=1", "--checkpoint-every=1").Succeeded();

        Train("--epochs=2", "--resume", "--beta=4").Failed(1, "beta is 4, but was 1", "cannot resume");
        Train("--epochs=2", "--resume", "--mixed-precision").Failed(1, "uses_mixed_precision is true, but was false");
    }

    [Test]
    public void Train_History_WritesALinePerEpoch()
    {
        Train("--epochs=3", $"--history={folder["logs/history.csv"]}").Succeeded();

        var lines = File.ReadAllLines(folder["logs/history.csv"]);

        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[0], Does.StartWith("epoch,training_loss,"));
    }

    [TestCase("--checkpoint-every=0", "--checkpoint-every is '0'", "at least 1")]
    [TestCase("--epochs=0", "--epochs is '0'", "at least 1")]
    [TestCase("--epochs=ten", "--epochs is 'ten'", "whole number")]
    [TestCase("--hidden=4,x", "--hidden is 'x'", "from 1 to 65536")]
    [TestCase("--hidden=4,65537", "--hidden is '65537'", "from 1 to 65536")]
    [TestCase("--latent=-1", "--latent is '-1'", "from 1 to 65536")]
    [TestCase("--latent=2147483647", "--latent is '2147483647'", "from 1 to 65536")]
    [TestCase("--learning-rate=0", "--learning-rate is '0'", "above 0")]
    [TestCase("--learning-rate=NaN", "--learning-rate is 'NaN'", "above 0")]
    [TestCase("--beta=-1", "--beta is '-1'", "at least 0")]
    [TestCase("--seed=1.5", "--seed is '1.5'", "whole number")]
    [TestCase("--likelihood=cauchy", "--likelihood is 'cauchy'", "bernoulli or gaussian")]
    [TestCase("--model=vae", "--model is 'vae'", "mnist or mnist-2d or mnist-beta4")]
    [TestCase("--mnist=folder", "--data and --mnist", "cannot be combined")]
    [TestCase("--latents=3", "--latents", "See 'vaemlnet train --help'")]
    public void Train_WrongOption_IsAUsageError(string option, string fact, string otherFact) =>
        Train(option).Failed(2, fact, otherFact);

    [Test]
    public void Train_SizesForANamedModel_IsAUsageError() =>
        ToolRun.Run("train", "--model=mnist-2d", "--latent=3", "--out=x").Failed(2, "--latent", "--model=mnist-2d");

    [Test]
    public void Train_NoOut_IsAUsageError() => ToolRun.Run("train", "--model=mnist").Failed(2, "--out");

    [Test]
    public void Train_FullyConnectedWithoutData_IsAUsageError() =>
        ToolRun.Run("train", "--model=fully-connected", "--out=x").Failed(2, "--data=FILE", "--mnist=FOLDER");

    [Test]
    public void Train_ValidationWithoutData_IsAUsageError() =>
        ToolRun.Run("train", "--model=mnist", "--validation=x", "--out=x").Failed(2, "--validation", "--data");

    [Test]
    public void Train_Tracked_WritesAnEventFileAndARun()
    {
        Train("--epochs=2", $"--tensorboard={folder["board"]}", $"--mlflow={folder["mlruns"]}", "--run-name=a")
            .Succeeded();

        Assert.That(Directory.GetFiles(folder["board", "a"], "events.out.tfevents.*"), Has.Length.EqualTo(1));
        Assert.That(
            File.ReadAllLines(
                Path.Combine(Directory.GetDirectories(folder["mlruns", "0"]).Single(), "metrics", "loss", "training")
            ),
            Has.Length.EqualTo(2)
        );
    }

    [TestCase("--run-name=a", "--tensorboard")]
    [TestCase("--run-name=../a", "without separators")]
    public void Train_RunNameAloneOrAPath_IsAUsageError(string option, string fact) =>
        Assert.That(Train("--epochs=1", option).Error, Does.Contain(fact));

    [TestCase("--run-name=a\u2028b", "--run-name has a line break")]
    [TestCase("--mlflow=https://me:s3cret@host/x", "--mlflow is a URI, expected a folder of this machine")]
    [TestCase("--tensorboard=https://me:s3cret@host/x", "--tensorboard is a URI")]
    public void Train_TrackingThatCannotBe_IsAUsageErrorWithoutPasswords(string option, string fact)
    {
        var run = Train("--epochs=1", option);

        run.Failed(2, fact);

        Assert.That(run.Error, Does.Not.Contain("s3cret"));
    }

    /// <summary>Trains, presses Ctrl-C when a line appears, and gives what was said of it.</summary>
    private string Interrupt(string line, params string[] more)
    {
        using CancellationTokenSource source = new();
        using CancelingWriter output = new(source, line);
        using StringWriter error = new() { NewLine = "\n" };
        var exitCode = VaemlnetTool.Run(
            Arguments(more),
            new CommandTerminal(output, error, isInteractive: false),
            source.Token
        );
        Assert.That(exitCode, Is.EqualTo(130), error.ToString());
        return error.ToString();
    }

    /// <summary>Returns the lines about epochs, without the seconds that they took.</summary>
    private static string[] EpochLines(ToolRun run) =>
        [
            .. run
                .OutputLines.Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))
                .Select(line => line[..line.LastIndexOf(',')]),
        ];

    private ToolRun Train(params string[] more) => ToolRun.Run(Arguments(more));

    private string[] Arguments(params string[] more)
    {
        return
        [
            "train",
            .. more.Any(o => o.StartsWith("--model", StringComparison.Ordinal))
                ? []
                : (string[])["--model=fully-connected"],
            $"--data={TinyModel.Table}",
            .. more.Any(o => o.StartsWith("--likelihood", StringComparison.Ordinal))
                ? []
                : (string[])["--likelihood=gaussian"],
            $"--out={folder["out"]}",
            .. more,
        ];
    }

    /// <summary>Cancels when a given line is written, which simulates Ctrl-C at a known time.</summary>
    private sealed class CancelingWriter(CancellationTokenSource source, string trigger) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith(trigger, StringComparison.Ordinal) == true)
            {
                source.Cancel();
            }
        }
    }
}
