namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TrainSettingsTests
{
    [Test]
    public void Command_OptionsGiven_NamesThem()
    {
        TrainSettings settings = new("mnist", Rounds: 7, ["conv"]) { RowCount = 640, HasPyTorch = true };

        Assert.That(settings.Command, Does.EndWith("--filter=train --rounds=7 --only=conv --rows=640 --pytorch"));
    }

    [Test]
    public void Command_NoPyTorch_DoesNotNameIt()
    {
        TrainSettings settings = new("mnist", Rounds: 7, []);

        Assert.That(settings.Command, Does.EndWith("--filter=train --rounds=7"));
    }
}
