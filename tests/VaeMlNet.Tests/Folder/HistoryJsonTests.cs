using System.Text;

namespace VaeMlNet.Tests;

/// <summary>The optional history.json of a model folder.</summary>
public sealed class HistoryJsonTests
{
    private const string TwoEpochs =
        "{\"format_version\":1,\"best_epoch\":2,\"epochs\":["
        + "{\"epoch\":1,\"training\":{\"reconstruction\":3,\"kl\":0.5,\"beta\":0.5,\"total\":3.25},\"validation\":null,"
        + "\"seconds\":0.25,\"learning_rate\":0.001,\"temperature\":null},"
        + "{\"epoch\":2,\"training\":{\"reconstruction\":2,\"kl\":1,\"beta\":1,\"total\":3},"
        + "\"validation\":{\"reconstruction\":2.5,\"kl\":1,\"beta\":1,\"total\":3.5},"
        + "\"seconds\":0.5,\"learning_rate\":0.0005,\"temperature\":0.7}]}";

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
    public void History_FolderWithOne_ContainsItsEpochs()
    {
        using var model = Open(TwoEpochs);
        VaeEpoch[] expected =
        [
            new(1, new(3, 0.5, 0.5), null, 0.25, 0.001),
            new(2, new(2, 1), new(2.5, 1), 0.5, 0.0005, Temperature: 0.7),
        ];

        Assert.That(model.History, Is.EqualTo(expected));
        Assert.That(model.BestEpoch, Is.EqualTo(expected[1]));
    }

    [Test]
    public void History_OlderFolder_IsEmpty()
    {
        using var model = VaeModel.Open(folder);

        Assert.That(model.History, Is.Empty);
        Assert.That(model.BestEpoch, Is.Null);
    }

    [Test]
    public void ToBytes_History_IsWhatWasRead()
    {
        using var model = Open(TwoEpochs);

        var bytes = ModelFolderFile<TrainingHistory>.ToBytes(new(BestEpoch: 2, model.History));

        Assert.That(Encoding.UTF8.GetString(bytes).TrimEnd(), Is.EqualTo(TwoEpochs));
    }

    [TestCase("nonsense", "no valid history")]
    [TestCase("null", "no valid history")]
    [TestCase("\"format_version\":1", "\"format_version\":2", "version 2")]
    [TestCase("\"best_epoch\":2", "\"best_epoch\":3", "best_epoch is 3, expected the number of one of its 2 epochs")]
    [TestCase("\"best_epoch\":2", "\"best_epoch\":0", "best_epoch is 0")]
    [TestCase("\"best_epoch\":2", "\"best_epoch\":2,\"best_epoch\":1", "no valid history")]
    [TestCase("\"epoch\":2", "\"epoch\":1", "epoch 2 is numbered 1")]
    [TestCase("{\"epoch\":1,", "null,{\"epoch\":2,", "epoch 1 is numbered")]
    [TestCase("\"reconstruction\":3", "\"reconstruction\":1e999", "epoch 1 contains a number that is not finite")]
    [TestCase("\"reconstruction\":2.5", "\"reconstruction\":-1e999", "epoch 2 contains a number that is not finite")]
    [TestCase("\"temperature\":0.7", "\"temperature\":1e999", "epoch 2 contains a number that is not finite")]
    [TestCase("\"seconds\":0.25", "\"seconds\":\"0.25\"", "no valid history")]
    [TestCase("\"seconds\":0.25,", "", "no valid history")]
    [TestCase(
        "\"training\":{\"reconstruction\":2",
        "\"training\":null,\"was\":{\"reconstruction\":2",
        "no valid history"
    )]
    public void Open_BadHistory_IsRefusedWithTheReason(string original, string replacement, string? reason = null)
    {
        var json = reason is null ? original : TwoEpochs.Replace(original, replacement, StringComparison.Ordinal);

        Assert.That(
            () => Open(json),
            Throws
                .InstanceOf<VaeModelException>()
                .With.Message.Contains("history.json")
                .And.Message.Contains(reason ?? replacement)
        );
    }

    private VaeModel Open(string history)
    {
        File.WriteAllText(Path.Combine(folder, "history.json"), history);
        ChecksumFile.Write(folder);
        return VaeModel.Open(folder);
    }
}
