namespace VaeMlNet.Tests;

/// <summary>Something that strangers can hand to VaeMlNet, and everything that VaeMlNet does with it.</summary>
internal abstract class FuzzTarget
{
    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Makes the damaged copy of a seed and says what was damaged.</summary>
    public abstract string Damage(int seed);

    public abstract void UseOriginal();

    /// <summary>What is not a documented refusal comes out.</summary>
    public abstract void UseDamaged();

    /// <summary>Counts from zero again.</summary>
    public void Forget() => Accepted = Refused = 0;

    protected abstract bool IsDocumented(Exception refusal);

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
