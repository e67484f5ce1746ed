namespace VaeMlNet.Benchmarks;

/// <summary>The child's side of the conversation with its parent.</summary>
/// <param name="input">The lines of the parent.</param>
/// <param name="output">The lines for the parent.</param>
internal sealed class ChildTurns(TextReader input, TextWriter output)
{
    /// <summary>Reports that the child is ready.</summary>
    public void Begin(ChildFacts facts) => Say(TurnLines.Write(facts));

    /// <summary>Waits for the next turn.</summary>
    /// <returns>False if there are no more turns.</returns>
    public bool Await() => input.ReadLine() is not null;

    /// <summary>Ends a turn.</summary>
    public void End(TurnFigures figures) => Say(TurnLines.Write(figures));

    private void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
