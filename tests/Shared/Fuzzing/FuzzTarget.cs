namespace VaeMlNet.Tests.Shared;

/// <summary>A kind of input that strangers can hand to VaeMlNet, and everything that VaeMlNet does with it.</summary>
public abstract class FuzzTarget
{
    /// <summary>Gets the number of uses that ended in a result.</summary>
    public int Accepted { get; private set; }

    /// <summary>Gets the number of uses that ended in a documented exception.</summary>
    public int Refused { get; private set; }

    /// <summary>Gets the processor time that one input may take.</summary>
    public virtual TimeSpan LongestTime => TimeSpan.FromSeconds(1);

    /// <summary>Gets the bytes that one input may take: allocated by .NET, or by which the largest working set grows.</summary>
    public virtual long LargestMemory => 256L << 20;

    /// <summary>Makes the damaged input of a seed and returns a description of the damage.</summary>
    public abstract string Damage(int seed);

    /// <summary>Uses the undamaged input first, so that the first seed does not pay for loading.</summary>
    public abstract void UseOriginal();

    /// <summary>Uses the damaged input. Any exception that is not documented leaves this method.</summary>
    public abstract void UseDamaged();

    /// <summary>Sets both counters to zero.</summary>
    public void Forget() => Accepted = Refused = 0;

    /// <summary>Returns whether the documentation names this exception for bad input.</summary>
    protected abstract bool IsDocumented(Exception refusal);

    /// <summary>Runs one use and counts how it ended.</summary>
    protected void Documented(Action use)
    {
        try
        {
            use();
            Accepted++;
        }
        catch (Exception e) when (IsDocumented(e) && e.Message.Length > 0)
        {
            Refused++;
        }
    }
}
