namespace VaeMlNet.Benchmarks;

/// <summary>A child's end of the lines.</summary>
/// <param name="input">What the parent says.</param>
/// <param name="output">What the parent reads.</param>
internal sealed class ChildTurns(TextReader input, TextWriter output)
{
    /// <summary>Says that everything is prepared.</summary>
    public void Begin(ChildFacts facts) => Say(TurnLines.Write(facts));

    /// <summary>Waits for the next turn.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Await() => input.ReadLine() is not null;

    /// <summary>Ends a turn.</summary>
    public void End(TurnFigures figures) => Say(TurnLines.Write(figures));

    private void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
