using NUnit.Framework.Interfaces;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

[assembly: SeededTorch]

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// Seeds torch's global generator before every fixture and every test, so that networks and tensors of tests do not depend on
/// the tests before. Compiled into every test project that uses TorchSharp.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SeededTorchAttribute : Attribute, ITestAction
{
    public const int Seed = 1;

    public ActionTargets Targets => ActionTargets.Suite | ActionTargets.Test;

    public void BeforeTest(ITest test) => manual_seed(Seed).Dispose();

    public void AfterTest(ITest test) { }
}
