namespace VaeMlNet.Tests;

public class VaeDeviceTests
{
    [TestCase("cpu", null, false, "cpu")]
    [TestCase("auto", 0, true, "auto")]
    [TestCase("cuda", 0, false, "cuda:0")]
    [TestCase("cuda:0", 0, false, "cuda:0")]
    [TestCase("cuda:12", 12, false, "cuda:12")]
    public void Parse_Name_IsTheDevice(string name, int? id, bool fallsBack, string text)
    {
        VaeDevice device = name;

        Assert.That((device.GpuDeviceId, device.FallbackToCpu, device.ToString()), Is.EqualTo((id, fallsBack, text)));
    }

    [TestCase("gpu")]
    [TestCase("cuda:")]
    [TestCase("cuda:-1")]
    [TestCase("cuda:+1")]
    [TestCase("cuda:99999999999")]
    [TestCase("CPU")]
    [TestCase("")]
    [TestCase(null)]
    public void Parse_OtherText_IsRefused(string? name)
    {
        Assert.That(() => VaeDevice.Parse(name!), Throws.TypeOf<FormatException>().With.Message.Contains("'cuda:0'"));
        Assert.That(VaeDevice.TryParse(name, out var device), Is.False);
        Assert.That(device, Is.EqualTo(VaeDevice.Cpu));
    }

    [Test]
    public void Default_Value_IsTheCpu() => Assert.That(default(VaeDevice), Is.EqualTo(VaeDevice.Cpu));

    [Test]
    public void Cuda_NegativeNumber_IsRefused() =>
        Assert.That(() => VaeDevice.Cuda(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
}
