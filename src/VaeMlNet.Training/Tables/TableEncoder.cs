namespace VaeMlNet;

/// <summary>Encodes raw rows as the network's rows, with exactly the arithmetic of the exported graphs.</summary>
/// <remarks>
/// Between both is the stored form of a row, which has one slot for each raw slot and each mark of broken relations, and from which the network's row follows quickly: the slots
/// in the order of a network's row, numbers standardized, binned numbers as the numbers of their bins, with a fraction for
/// their distance from the <see cref="SeenRange"/>, keys unchanged; NaN or <see cref="Table.KnownMissing"/> in missing cells. Thread safety: may be used from several threads.
/// </remarks>
internal sealed class TableEncoder
{
    private const int MostSlotsOnStack = 1024;
    private const float LargestLogDistance = 32; // above the logarithm of SeenRange.LargestDistance

    private readonly StoredSlot[] slots; // in the order of a network's row
    private readonly (int First, float Offset, float Limit)[] groups; // of the same slots: where their one-hot slots begin, and for which values
    private readonly (int Stored, int Encoded)[] rangeMarks;
    private readonly RelationMarks? relationMarks;
    private readonly int firstRelationMark;
    private readonly WindowLimits? limits;
    private readonly int numberCount;
    private readonly int firstGroup;

    public TableEncoder(Table table)
    {
        var (means, scales) = (table.Means, table.Scales);
        var firstRaw = new Dictionary<string, int>();
        foreach (var column in table.Columns)
        {
            firstRaw.Add(column.Name, StoredWidth);
            StoredWidth += column.Width;
        }

        StoredWidth += table.RelationMarkCount;

        limits = table.Windows?.Limits;
        numberCount = table.NumberCount;
        firstGroup = table.FirstGroup;
        Width = table.Width;
        List<StoredSlot> stored = [];
        var first = 0;
        foreach (var column in table.Sorted)
        {
            for (var i = 0; i < column.Width; i++)
            {
                var isStandardized =
                    column is { Kind: TableColumnKind.Number, Likelihood.IsOfStandardizedNumbers: true };
                var width =
                    column.Kind == TableColumnKind.BinnedNumber
                        ? column.Bins[i].Count
                        : column.EncodedWidth / column.Width;
                stored.Add(
                    new(column.Kind, firstRaw[column.Name] + i, first, width)
                    {
                        Mean = isStandardized ? means[first] : 0,
                        Scale = isStandardized ? scales[first] : 1,
                        IsStandardized = isStandardized,
                        Edges = column.Kind == TableColumnKind.BinnedNumber ? column.Bins[i].Edges() : [],
                        Range = column.Kind == TableColumnKind.BinnedNumber ? column.SeenRangeOf(i) : null,
                        KeyCount = column.KeyCount,
                        IsEmbedded = column.IsEmbedded,
                    }
                );
                first += width;
            }
        }

        slots = [.. stored];
        firstRelationMark = Width - table.RelationMarkCount;
        var firstRangeMark = firstRelationMark - table.RangeMarkCount;
        rangeMarks =
        [
            .. table
                .RawSlotOfEachSlot[firstRangeMark..firstRelationMark]
                .Select((slot, mark) => ((int)slot, firstRangeMark + mark)),
        ];
        relationMarks = table.RelationMarkCount > 0 ? new(table) : null;
        groups =
        [
            .. slots.Select(slot =>
                slot.IsEmbedded ? (slot.First, 0, 0)
                : slot.Kind == TableColumnKind.Key ? (slot.First, 1, slot.KeyCount)
                : (slot.First, 0f, (float)slot.Width)
            ),
        ];
        foreach (var (mark, slot) in table.RawSlotOfEachMissingMark.Index())
        {
            slots[slot] = slots[slot] with { MissingMark = table.ValueWidth + mark };
        }

        foreach (var (slot, mark) in rangeMarks)
        {
            slots[slot] = slots[slot] with { RangeMark = mark };
        }

        var unseenMark = table.ValueWidth + table.MissingMarkCount;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot].Kind == TableColumnKind.Key)
            {
                slots[slot] = slots[slot] with { UnseenMark = unseenMark++ };
            }
        }
    }

    /// <summary>Gets the number S of slots of a raw row.</summary>
    public int RawWidth => slots.Length;

    /// <summary>Gets the number of slots of a stored row: S, and one for each mark of broken relations.</summary>
    public int StoredWidth { get; }

    /// <summary>Gets the number W of slots of a network's row.</summary>
    public int Width { get; }

    /// <summary>Encodes a raw row.</summary>
    /// <param name="raw">
    /// The raw row, [S]: NaN or <see cref="Table.KnownMissing"/> for missing cells, keys as their numbers, Booleans as 0 or 1.
    /// </param>
    /// <param name="encoded">Receives the network's row, [W].</param>
    public void Encode(ReadOnlySpan<float> raw, Span<float> encoded)
    {
        var stored = StoredWidth <= MostSlotsOnStack ? stackalloc float[StoredWidth] : new float[StoredWidth];
        Store(raw, stored);
        Expand(stored, encoded);
        foreach (var (slot, mark) in rangeMarks)
        {
            encoded[mark] = slots[slot].DistanceOf(raw[slots[slot].Raw]); // exact
        }
    }

    /// <summary>Converts a raw row to the stored form.</summary>
    /// <param name="raw">The raw row, [S], as <see cref="Encode"/> takes it.</param>
    /// <param name="stored">Receives the stored row, [<see cref="StoredWidth"/>].</param>
    public void Store(ReadOnlySpan<float> raw, Span<float> stored)
    {
        if (limits is not null)
        {
            // The only column of the table is the window, so that the stored row has room for it in the same order.
            raw.CopyTo(stored);
            limits.Apply(stored);
            raw = stored;
        }

        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            var cell = raw[slot.Raw];
            stored[i] =
                cell == Table.KnownMissing ? cell
                : slot.IsStandardized
                    // Clamp keeps NaN.
                    ? Math.Clamp((cell - slot.Mean) / slot.Scale, -Table.LargestStandardized, Table.LargestStandardized)
                : slot.Kind == TableColumnKind.BinnedNumber && !float.IsNaN(cell)
                    ? BinOf(cell, slot.Edges) + StoredDistance(slot.DistanceOf(cell))
                : cell;
        }

        relationMarks?.Compute(raw, stored[slots.Length..]);
    }

    /// <summary>Encodes a stored row for the network.</summary>
    /// <param name="stored">The stored row, [<see cref="StoredWidth"/>].</param>
    /// <param name="encoded">Receives the network's row, [W].</param>
    public void Expand(ReadOnlySpan<float> stored, Span<float> encoded)
    {
        stored[..firstGroup].CopyTo(encoded);
        encoded[firstGroup..firstRelationMark].Clear();
        stored[slots.Length..].CopyTo(encoded[firstRelationMark..]);
        for (var i = 0; i < firstGroup; i++)
        {
            if (!float.IsFinite(stored[i]))
            {
                encoded[i] = i < numberCount ? float.NaN : stored[i];
                SetMissingMark(slots[i], stored[i], encoded);
            }
        }

        for (var i = firstGroup; i < slots.Length; i++)
        {
            var (first, offset, limit) = groups[i];
            var place = stored[i] - offset;
            if (place >= 0 && place < limit)
            {
                encoded[first + (int)place] = 1;
                if (slots[i].RangeMark is { } mark)
                {
                    encoded[mark] = DistanceOfStored(place);
                }
            }
            else
            {
                ExpandWithoutPlace(slots[i], stored[i], encoded);
            }
        }
    }

    /// <summary>Sets the slots of an embedded key, or of a cell whose value has no slot.</summary>
    private static void ExpandWithoutPlace(in StoredSlot slot, float stored, Span<float> encoded)
    {
        if (slot.IsEmbedded && stored >= 1 && stored <= slot.KeyCount)
        {
            encoded[slot.First] = stored;
            return;
        }

        encoded.Slice(slot.First, slot.Width).Fill(float.NaN);
        SetMissingMark(slot, stored, encoded);
        if (slot.UnseenMark is { } unseen)
        {
            encoded[unseen] = stored > slot.KeyCount && stored != Table.KnownMissing ? 1 : 0;
        }
    }

    private static void SetMissingMark(in StoredSlot slot, float stored, Span<float> encoded)
    {
        if (slot.MissingMark is { } mark)
        {
            encoded[mark] =
                stored == Table.KnownMissing ? Table.KnownMissingMark
                : float.IsNaN(stored) ? Table.MissingMark
                : 0;
        }
    }

    /// <summary>Returns what is added to a bin in stored rows for a distance, in [0, 1): its logarithm, so that few digits are enough.</summary>
    private static float StoredDistance(float distance) => MathF.Log2(1 + distance) / LargestLogDistance;

    private static float DistanceOfStored(float stored)
    {
        var logarithm = stored - MathF.Floor(stored);
        return logarithm == 0 ? 0 : MathF.Pow(2, LargestLogDistance * logarithm) - 1;
    }

    private static int BinOf(float number, float[] edges)
    {
        var found = Array.BinarySearch(edges, number);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>A slot of stored rows.</summary>
    /// <param name="Kind">The kind of its column.</param>
    /// <param name="Raw">The number of the raw slot.</param>
    /// <param name="First">The first of its slots in a network's row.</param>
    /// <param name="Width">The number of its slots in a network's row, without marks.</param>
    private readonly record struct StoredSlot(TableColumnKind Kind, int Raw, int First, int Width)
    {
        public float Mean { get; init; }

        public float Scale { get; init; }

        public bool IsStandardized { get; init; }

        public required float[] Edges { get; init; }

        public int KeyCount { get; init; }

        public bool IsEmbedded { get; init; }

        /// <summary>Gets the slot of the mark of a missing cell; null for none.</summary>
        public int? MissingMark { get; init; }

        /// <summary>Gets the slot of the mark of an unseen category; null for none.</summary>
        public int? UnseenMark { get; init; }

        /// <summary>Gets the range of a binned number; null for none.</summary>
        public SeenRange? Range { get; init; }

        /// <summary>Gets the slot of the distance from the range; null for none.</summary>
        public int? RangeMark { get; init; }

        /// <summary>Returns the distance of a binned number from its range in tails; 0 for a missing one.</summary>
        public float DistanceOf(float cell) => Range is { } range && float.IsFinite(cell) ? range.DistanceOf(cell) : 0;
    }
}
