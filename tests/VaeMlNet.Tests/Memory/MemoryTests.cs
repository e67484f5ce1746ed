using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Memory does not grow with the number of rows, nor with the number of models that were opened and disposed.</summary>
public sealed class MemoryTests
{
    [Test]
    [Category("Long")]
    public void Pass_TenTimesTheRows_UsesNoMoreMemory(
        [Values("encode", "score")] string step,
        [Values("folder", "model")] string openedBy
    )
    {
        const int Rows = 5_000_000;
        long[] Pass(int rowCount) => Numbers(MemoryPass.Verb, WideModel, step, openedBy, $"{rowCount}");

        var tenth = Pass(Rows / 10);
        var whole = Pass(Rows);

        TestContext.Out.WriteLine(
            $"{Rows / 10} rows: heap {tenth[1]}, peak {tenth[2]}; {Rows}: {whole[1]}, {whole[2]}"
        );

        Assert.That((tenth[0], whole[0]), Is.EqualTo((Rows / 10, Rows)));
        Assert.That(whole[1], Is.EqualTo(tenth[1]).Within(5).Percent, "bytes of the live heap");
        Assert.That(whole[2], Is.LessThan(1.1 * tenth[2]), "bytes of the largest working set");
    }

    [Test]
    [Category("Long")]
    public void KeepMemory_False_GivesTheMemoryOfALargeBatchBack()
    {
        var kept = Numbers(MemoryPass.LargeBatchVerb, WideModel, "true");
        var returned = Numbers(MemoryPass.LargeBatchVerb, WideModel, "false");

        TestContext.Out.WriteLine($"working set {kept[1]} when kept, {returned[1]} when returned");

        // One value of the widest layer, 200,000 rows of 32 numbers, is 25 MB.
        Assert.That(kept[1] - returned[1], Is.GreaterThan(25_000_000));
    }

    [TestCase("folder")]
    [TestCase("model", Category = "Long")]
    [Proves(15)]
    public void OpenAndDispose_100Times_LeavesMemoryAndHandlesFlat(string openedBy)
    {
        var held = Numbers(LoadCycles.Verb, TinyModel.Bernoulli.Folder, openedBy);

        TestContext.Out.WriteLine($"working set {held[0]} to {held[1]}, handles {held[2]} to {held[3]}");

        Assert.That(held[1] - held[0], Is.LessThan(LeakPerCycle * 100), "bytes of the working set");
        Assert.That(held[3] - held[2], Is.LessThan(10), "handles");
    }

    /// <summary>A leak of one model or session in each cycle would be a hundred times larger.</summary>
    private const long LeakPerCycle = 50_000;

    /// <summary>Gets the folder of a model with D = 32 and L = 4.</summary>
    private static string WideModel => Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "wide");

    private static long[] Numbers(params string[] arguments)
    {
        using var child = ChildProcess.Start(Path.GetTempPath(), arguments);
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero, errors.Result);
        return [.. output.Trim().Split(' ').Select(long.Parse)];
    }
}
