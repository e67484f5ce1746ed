using System.Security.Cryptography;

namespace VaeMlNet.Tests;

/// <summary>Opening a model folder finds every fault in it and reports it.</summary>
public sealed class ModelFolderTests
{
    private static readonly string[] Files =
    [
        "encoder.onnx",
        "decoder.onnx",
        "scorer.onnx",
        "manifest.json",
        "test_data_set_0/encoder_input_0.pb",
        "test_data_set_0/scorer_output_4.pb",
    ];

    private TemporaryFolder temporary = null!;
    private string folder = "";

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Bernoulli.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    [Test]
    public void Open_UntouchedModel_IsAccepted()
    {
        using var model = VaeModel.Open(folder);

        Assert.That((model.InputDim, model.LatentDim), Is.EqualTo((6, 2)));
        Assert.That(model.Folder, Is.EqualTo(folder));
        Assert.That(model.Manifest.Name, Is.EqualTo("bernoulli"));
        Assert.That(model.ExecutionProvider, Is.EqualTo("CPUExecutionProvider"));
    }

    [Test]
    public void Open_NoFolder_ReportsIt() =>
        Refuses(temporary["nowhere"], "does not exist", "the verb export of vaemlnet");

    [Test]
    public void Open_File_SaysThatAModelIsAFolder() =>
        Refuses(Path.Combine(folder, "manifest.json"), "is a file, but a model is a folder");

    [TestCaseSource(nameof(Files))]
    public void Open_MissingFile_NamesIt(string file)
    {
        File.Delete(Path.Combine(folder, file));

        Refuses(folder, $"{file} is missing");
    }

    [Test]
    public void Open_NoSums_ReportsIt()
    {
        File.Delete(Path.Combine(folder, "SHA256SUMS"));

        Refuses(folder, "SHA256SUMS is missing");
    }

    [TestCase("encoder.onnx")]
    [TestCase("decoder.onnx")]
    [TestCase("scorer.onnx")]
    [TestCase("manifest.json")]
    public void Open_RequiredFileIsNeitherThereNorListed_NamesIt(string file)
    {
        File.Delete(Path.Combine(folder, file));
        ChecksumFile.Write(folder);

        Refuses(folder, $"{file} is missing");
    }

    [TestCaseSource(nameof(Files))]
    public void Open_FlippedBit_NamesFileAndBothSums(string file)
    {
        var path = Path.Combine(folder, file);
        var bytes = File.ReadAllBytes(path);
        var expected = Convert.ToHexStringLower(SHA256.HashData(bytes));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));

        Refuses(folder, $"{file} has SHA-256 {actual}", expected);
    }

    [TestCaseSource(nameof(Files))]
    public void Open_TruncatedFile_NamesIt(string file)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);

        Refuses(folder, $"{file} has SHA-256");
    }

    [Test]
    public void Read_FileThatWasReplacedSinceOpening_SaysSo()
    {
        var opened = ModelFolder.Open(folder);
        File.WriteAllBytes(Path.Combine(folder, "decoder.onnx"), [1]);

        Assert.That(
            () => opened.Read("decoder.onnx"),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("is damaged or was changed: decoder.onnx has SHA-256")
                .And.Message.Contains("If the model was replaced since it was opened, open it again.")
        );
    }

    /// <summary>Both are found at the same time, on different threads.</summary>
    [Test]
    public void Open_WrongSumOfTestDataAndWrongManifest_ReportsTheSum()
    {
        File.WriteAllText(Path.Combine(folder, "manifest.json"), "{}");
        ChecksumFile.Write(folder);
        var data = Path.Combine(folder, "test_data_set_0", "encoder_input_0.pb");
        File.WriteAllBytes(data, File.ReadAllBytes(data)[..^5]);

        Refuses(folder, "test_data_set_0/encoder_input_0.pb has SHA-256");
    }

    [TestCase("notes.txt")]
    [TestCase(".hidden")]
    [TestCase("test_data_set_0/more.pb")]
    [TestCase("libfoo.so")]
    public void Open_FileThatIsNotListed_NamesIt(string file)
    {
        File.WriteAllText(Path.Combine(folder, file), "x");

        Refuses(folder, $"{file} is not listed in SHA256SUMS");
    }

    [TestCase("no sum at all", "line 1")]
    [TestCase("{sum}  ../outside", "outside the folder")]
    [TestCase("{sum}  /etc/passwd", "outside the folder")]
    [TestCase("{sum}  test_data_set_0//x", "outside the folder")]
    [TestCase("{sum}  C:\\x", "outside the folder")]
    [TestCase("{sum}  manifest.json", "a second time")]
    [Proves(38)]
    public void Open_BadLineInSums_SaysWhich(string line, string fact)
    {
        var sums = Path.Combine(folder, "SHA256SUMS");
        File.WriteAllText(sums, line.Replace("{sum}", new string('0', 64)) + "\n" + File.ReadAllText(sums));

        Refuses(folder, "SHA256SUMS", fact);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Open_LinkInTheFolder_NamesIt()
    {
        var path = Path.Combine(folder, "encoder.onnx");
        File.Move(path, temporary["elsewhere.onnx"]);
        File.CreateSymbolicLink(path, temporary["elsewhere.onnx"]);

        Refuses(folder, "encoder.onnx is a link");
    }

    [Test]
    public void Open_EncoderAndDecoderSwapped_NamesInputs()
    {
        var encoder = Path.Combine(folder, "encoder.onnx");
        var decoder = Path.Combine(folder, "decoder.onnx");
        var bytes = File.ReadAllBytes(encoder);
        File.Copy(decoder, encoder, overwrite: true);
        File.WriteAllBytes(decoder, bytes);
        ChecksumFile.Write(folder);

        Refuses(folder, "encoder.onnx", "'latent'", "expected 'features'");
    }

    [Test]
    [Proves(37)]
    public void Open_DecoderOfAnotherModel_NamesBothLatentSizes()
    {
        Replace("encoder.onnx", OnnxBytes.Encoder(latentDim: 16));

        Refuses(folder, "encoder.onnx produces latent size 16, decoder.onnx expects 2", "Export all graphs together");
    }

    [Test]
    public void Open_InputWidthUnlikeTheManifest_NamesBoth()
    {
        Replace("encoder.onnx", OnnxBytes.Encoder(inputDim: 30));

        Refuses(folder, "input 'features' of encoder.onnx is float32 [N, 30]", "float32 [N, 6]");
    }

    [Test]
    public void Open_ElementTypeUnlikeTheManifest_NamesBoth()
    {
        Replace("encoder.onnx", EncoderOf(OnnxBytes.ValueInfo("features", 6, elementType: 11)));

        Refuses(folder, "input 'features' of encoder.onnx is float64 [N, 6]", "float32 [N, 6]");
    }

    [Test]
    public void Open_FixedBatch_NamesTheShape()
    {
        Replace("encoder.onnx", EncoderOf(OnnxBytes.ValueInfo("features", 6, batch: 1)));

        Refuses(folder, "float32 [1, 6]", "symbolic N");
    }

    [Test]
    public void Open_MissingOutput_NamesThemAll()
    {
        Replace("scorer.onnx", OnnxBytes.Graph([("features", 6)], [("score", 1), ("kl", 1)]));

        Refuses(folder, "scorer.onnx has the outputs 'score', 'kl'", "'contributions'");
    }

    [Test]
    public void Open_ExternalData_IsRefusedByName()
    {
        var tensor = OnnxBytes.Tensor("weight", 1, [2], null).Message(13, new ProtobufBytes().Text(1, "location"));
        Replace("encoder.onnx", OnnxBytes.Encoder().Message(5, tensor));

        Refuses(folder, "encoder.onnx is refused", "'weight'", "another file");
    }

    [Test]
    public void Open_ForeignDomain_IsRefusedByName()
    {
        Replace("scorer.onnx", new ProtobufBytes().Message(1, new ProtobufBytes().Text(7, "ai.onnx.contrib")));

        Refuses(folder, "scorer.onnx is refused", "'ai.onnx.contrib'");
    }

    [Test]
    [Proves(37)]
    public void Open_NewerFormat_NamesBothVersions()
    {
        var path = Path.Combine(folder, "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format_version\": 1", "\"format_version\": 2"));
        ChecksumFile.Write(folder);

        Refuses(folder, "format version 2", "up to 1", "Update VaeMlNet");
    }

    [Test]
    public void Open_GraphThatOnnxRuntimeDoesNotAccept_KeepsItsError()
    {
        var path = Path.Combine(folder, "encoder.onnx");
        var model = File.ReadAllBytes(path);

        Assert.That(model[..2], Is.EqualTo(new byte[] { 8, 8 }), "field 1, the version of the file format");

        model[1] = 99;
        File.WriteAllBytes(path, model);
        ChecksumFile.Write(folder);

        var error = Assert.Throws<VaeModelException>(() => VaeModel.Open(folder).Dispose());

        Assert.That(error!.Message, Does.Contain("encoder.onnx").And.Contain(folder));
        Assert.That(error.InnerException, Is.InstanceOf<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>());
    }

    [Test]
    public void Open_FolderDeletedAfterwards_TheModelGoesOn()
    {
        using var model = VaeModel.Open(folder);
        Directory.Delete(folder, recursive: true);

        Assert.That(model.Encode(new float[6]), Has.Length.EqualTo(2));
        Assert.That(model.Decode(new float[2]), Has.Length.EqualTo(6));
        Assert.That(
            () => model.Verify(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("encoder_input_0.pb")
        );
    }

    [Test]
    public void Verify_OtherRecordedOutput_Fails()
    {
        var path = Path.Combine(folder, "test_data_set_0/scorer_output_2.pb");
        var bytes = File.ReadAllBytes(path);
        byte[] other = [.. BitConverter.GetBytes(123f)];
        other.CopyTo(bytes, bytes.Length - 4);
        File.WriteAllBytes(path, bytes);
        ChecksumFile.Write(folder);
        using var model = VaeModel.Open(folder);

        var report = model.Verify();

        Assert.That(report.Passed, Is.False);

        VaeOutputDifference[] failed = [.. report.Outputs.Where(o => !o.Passed)];

        Assert.That(failed.Select(o => $"{o.Graph}.{o.Output}"), Is.EqualTo(new[] { "scorer.kl" }));
        Assert.That(failed[0].LargestDifference, Is.GreaterThan(50));
    }

    [Test]
    public void Verify_TestDataOfAnotherShape_NamesTheFile()
    {
        var tensor = OnnxBytes.Tensor("mean", 1, [8, 3], new byte[96]).ToArray();
        File.WriteAllBytes(Path.Combine(folder, "test_data_set_0/encoder_output_0.pb"), tensor);
        ChecksumFile.Write(folder);
        using var model = VaeModel.Open(folder);

        Assert.That(
            () => model.Verify(),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("encoder_output_0.pb")
                .And.Message.Contains("'mean' of shape [8, 3], expected 'mean' of shape [8, 2]")
        );
    }

    [Test]
    public void Verify_TestDataOfAnotherOutput_NamesBoth()
    {
        File.Copy(
            Path.Combine(folder, "test_data_set_0/scorer_output_2.pb"),
            Path.Combine(folder, "test_data_set_0/scorer_output_1.pb"),
            overwrite: true
        );
        ChecksumFile.Write(folder);
        using var model = VaeModel.Open(folder);

        Assert.That(
            () => model.Verify(),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("scorer_output_1.pb")
                .And.Message.Contains("'kl'")
                .And.Message.Contains("expected 'reconstruction_error'")
        );
    }

    private static ProtobufBytes EncoderOf(ProtobufBytes input) =>
        new ProtobufBytes()
            .Message(11, input)
            .Message(12, OnnxBytes.ValueInfo("mean", 2))
            .Message(12, OnnxBytes.ValueInfo("log_variance", 2));

    private void Replace(string file, ProtobufBytes graph)
    {
        File.WriteAllBytes(Path.Combine(folder, file), OnnxBytes.Model(graph));
        ChecksumFile.Write(folder);
    }

    private static void Refuses(string folder, params string[] facts)
    {
        var error = Assert.Throws<VaeModelException>(() => VaeModel.Open(folder).Dispose());

        Assert.That(error!.Message, Does.StartWith($"Model '{folder}' "));
        Assert.That(error.Message, Does.Not.Match(@"\.\)?\. "), "two full stops");
        foreach (var fact in facts)
        {
            Assert.That(error.Message, Does.Contain(fact));
        }
    }
}
