namespace VaeMlNet.Cli.Tests;

internal sealed class MisplacedOptionTests
{
    // One line for each verb with a positional argument.
    [TestCase(
        "encode --model=onnx/m --data=x.csv --out=y.csv",
        "MODEL as its first argument: vaemlnet encode MODEL [options]."
    )]
    [TestCase("score --model=onnx/m --data=x.csv --out=y.csv", "vaemlnet score MODELFOLDER [options].")]
    [TestCase("reconstruct --model=onnx/m --data=x.csv --out=y.csv", "vaemlnet reconstruct MODELFOLDER [options].")]
    [TestCase("impute --model=onnx/m --data=x.csv --out=y.csv", "vaemlnet impute MODELFOLDER [options].")]
    [TestCase("report --model=onnx/m --data=x.csv", "vaemlnet report MODELFOLDER [options].")]
    [TestCase("decode --model=onnx/m --data=x.csv --out=y.csv", "vaemlnet decode MODELFOLDER [options].")]
    [TestCase("interpolate --model=onnx/m --data=x.csv --out=y.csv", "vaemlnet interpolate MODELFOLDER [options].")]
    [TestCase("sample --model=onnx/m --out=y.csv", "vaemlnet sample MODELFOLDER [options].")]
    [TestCase("synthesize --model=onnx/m --out=y.csv", "vaemlnet synthesize MODELFOLDER [options].")]
    [TestCase("threshold --model=onnx/m --data=x.csv --quantile=0.9", "vaemlnet threshold MODELFOLDER [options].")]
    [TestCase("compare --model=onnx/m --data=x.csv", "vaemlnet compare MODELFOLDER [options].")]
    [TestCase("verify --model=onnx/m", "vaemlnet verify MODELFOLDER [options].")]
    [TestCase("tune --data=x.csv --out=y", "DATA as its first argument: vaemlnet tune DATA [options].")]
    [TestCase("label --model=onnx/m --data=x.csv", "vaemlnet label MODELFOLDER [options].")]
    [TestCase("info --model=onnx/m", "vaemlnet info PATH [options].")]
    [TestCase("completion --shell=bash", "vaemlnet completion SHELL [options].")]
    [TestCase("merge --model=onnx/m --out=y.csv", "vaemlnet merge FOLDER [options].")]
    [TestCase(
        "job slurm score --model=onnx/m --data=x.csv --shards=2 --out=p --merged=y.csv",
        "MODELFOLDER as its third argument: vaemlnet job ENGINE VERB MODELFOLDER [options]."
    )]
    public void UnknownOption_InThePlaceOfAnArgument_NamesTheForm(string line, string form)
    {
        var words = line.Split(' ');
        var option = words.First(word => word.StartsWith("--", StringComparison.Ordinal)).Split('=')[0];

        ToolRun.Run(words).Failed(ExitCode.Usage, $"'{words[0]}' has no option '{option}'", form);
    }

    [Test]
    public void Cases_OfThisFixture_HaveEveryVerbWithAnArgument()
    {
        var tested = typeof(MisplacedOptionTests)
            .GetMethod(nameof(UnknownOption_InThePlaceOfAnArgument_NamesTheForm))!
            .GetCustomAttributes(typeof(TestCaseAttribute), inherit: false)
            .Cast<TestCaseAttribute>()
            .Select(test => ((string)test.Arguments[0]!).Split(' ')[0]);

        var verbs = CliReference.Verbs.Where(verb => verb.Arguments.Count > 0).Select(verb => verb.Name);

        Assert.That(tested, Is.EquivalentTo(verbs));
    }

    [Test]
    public void UnknownOption_OfTheWorker_NamesTheForm() =>
        ToolRun
            .RunWorker("--model=onnx/m", "--amqp=amqp://localhost", "--queue=q", "--results=r")
            .Failed(ExitCode.Usage, "vaemlnet-worker MODELFOLDER [options].");

    [Test]
    public void Argument_AfterTwoDashes_MayBeginWithDashes() =>
        ToolRun.Run("verify", "--", "--model=onnx/m").Failed(ExitCode.Error, "'--model=onnx/m'");
}
