using System.Runtime.CompilerServices;

namespace VaeMlNet.Data.Tests;

/// <summary>Temporary files of command lines and programs.</summary>
internal sealed class StandardStreamsTests
{
    [Test]
    public void Keep_OutsideACommandLine_IsDeletedWhenNothingRefersToIt()
    {
        var path = KeepAndRead();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.That(path, Does.Not.Exist);
    }

    // The function is no longer referred to after the method, whatever the compiler does with it before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string KeepAndRead()
    {
        var open = StandardStreams.Keep("x", stream => stream.Write("abc"u8));
        using var stream = (FileStream)open();
        using StreamReader reader = new(stream);
        Assert.That(reader.ReadToEnd(), Is.EqualTo("abc"));
        Assert.That(stream.Name, Does.Exist);
        GC.KeepAlive(open);
        return stream.Name;
    }
}
