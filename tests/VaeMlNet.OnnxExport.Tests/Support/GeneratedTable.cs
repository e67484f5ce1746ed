namespace VaeMlNet.OnnxExport.Tests;

/// <summary>A table in a Markdown file whose rows come from the code.</summary>
internal static class GeneratedTable
{
    /// <summary>
    /// Fails unless the table under a header line has exactly these rows. What it should be is written beside the file
    /// as *.received.md, so that it is brought up to date by moving one file.
    /// </summary>
    public static void AssertCurrent(string file, string header, IEnumerable<string> rows)
    {
        var lines = File.ReadAllLines(file);
        var start = Array.IndexOf(lines, header) + 2;
        Assert.That(start, Is.GreaterThan(1), $"'{file}' has no table '{header}'.");
        var actual = lines.Skip(start).TakeWhile(line => line.StartsWith('|')).ToArray();
        string[] expected = [.. rows];
        if (actual.SequenceEqual(expected))
        {
            return;
        }

        var received = Path.ChangeExtension(file, null) + ".received.md";
        string[] updated = [.. lines.Take(start), .. expected, .. lines.Skip(start + actual.Length)];
        File.WriteAllText(received, string.Join('\n', updated) + "\n");
        Assert.That(
            actual,
            Is.EqualTo(expected),
            $"The table '{header}' is out of date. It is generated from the code: move {received} to {file}."
        );
    }
}
