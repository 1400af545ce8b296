package dev.parity.spec;
import java.util.*;
final class Words { static String didYouMean(String a, Collection<String> b){ return ""; } }
