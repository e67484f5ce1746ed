namespace VaeMlNet;

/// <summary>A lock that is entered until it is disposed.</summary>
internal readonly struct EnteredLock : IDisposable
{
    private readonly ReaderWriterLockSlim gate;
    private readonly bool writes;

    private EnteredLock(ReaderWriterLockSlim gate, bool writes)
    {
        (this.gate, this.writes) = (gate, writes);
    }

    /// <summary>Enters a lock together with other readers.</summary>
    public static EnteredLock ToRead(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        return new(gate, writes: false);
    }

    /// <summary>Enters a lock alone.</summary>
    public static EnteredLock ToWrite(ReaderWriterLockSlim gate)
    {
        gate.EnterWriteLock();
        return new(gate, writes: true);
    }

    public void Dispose()
    {
        if (writes)
        {
            gate.ExitWriteLock();
        }
        else
        {
            gate.ExitReadLock();
        }
    }
}
